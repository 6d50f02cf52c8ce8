package render_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// Loan is what a library knows when somebody wants to take a book home.
type Loan struct {
	Now    time.Time  `json:"now" doc:"The instant at the desk."`
	Genre  string     `json:"genre" words:"novel,crime,horror" doc:"Of the book."`
	Title  string     `json:"title" default:"" doc:"Of the book."`
	Adult  *bool      `json:"adult" doc:"The reader is of age."`
	Since  *time.Time `json:"since" doc:"The reader's card was made out then."`
	Unpaid *int       `json:"unpaid" doc:"Fees that the reader owes, in cents."`
}

// Action names the action for the engine.
func (*Loan) Action() string { return "loan" }

// library is the policy of testdata/library, read by the vocabulary of this test.
func library(t testing.TB) *engine.Policy {
	s, err := schema.New(new(Loan))
	require.NoError(t, err)
	p, err := engine.Load(s, os.DirFS("testdata/library"))
	require.NoError(t, err)
	require.Empty(t, p.Warnings())
	return p
}

// TestDecision gives the decision about every fact set NAME.yaml of testdata/loans.txtar
// as the text NAME.txt behind it, in 88 columns, in 40, and with the roles of its parts
// where the name says so.
func TestDecision(t *testing.T) {
	const file = "testdata/loans.txtar"
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	old, p := txtar.Parse(data), library(t)
	made := &txtar.Archive{Comment: old.Comment}
	for _, f := range old.Files {
		name, isFacts := strings.CutSuffix(f.Name, ".yaml")
		if !isFacts {
			continue
		}
		v, err := schema.ParseYAML(f.Name, f.Data)
		require.NoError(t, err)
		facts, err := p.Schema().Decode(v, time.Time{})
		require.NoError(t, err)
		text := render.Decision(p.Decide(facts), style(name))
		made.Files = append(made.Files, f, txtar.File{Name: name + ".txt", Data: []byte(text)})
		if style(name).Paint == nil {
			fits(t, text, style(name).Width)
		}
	}
	got := txtar.Format(made)
	if os.Getenv("UPDATE_GOLDEN") != "" && !bytes.Equal(data, got) {
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	require.Equal(t, string(data), string(got))
}

// style is the one that a case asks for by its name.
func style(name string) (s render.Style) {
	if strings.HasSuffix(name, "narrow") {
		s.Width = 40
	}
	if strings.HasSuffix(name, "painted") {
		s.Paint = func(r render.Role, text string) string {
			return "<" + []string{"", "good", "bad", "caution", "name", "faint"}[r] + ">" + text + "</>"
		}
	}
	return s
}

// fits demands that no line is longer than the width, but for the first and for one
// that is a single word.
func fits(t *testing.T, text string, width int) {
	if width == 0 {
		width = 88
	}
	width = max(width, 40)
	require.True(t, strings.HasSuffix(text, "\n"))
	_, below, _ := strings.Cut(text, "\n")
	for line := range strings.Lines(below) {
		line = strings.TrimSuffix(line, "\n")
		require.Equal(t, strings.TrimRight(line, " "), line)
		if len([]rune(line)) > width {
			require.NotContains(t, strings.TrimSpace(line), " ")
		}
	}
}

// TestRefused: facts that are refused are a decision too.
func TestRefused(t *testing.T) {
	p := library(t)
	require.Equal(t, `DENIED  loan: the facts cannot be accepted
  `+"`genre`: `cook\uFFFDbook` is not one of novel, crime, horror"+`
  `+"`now`: missing"+`
`, render.Decision(p.Decide(&Loan{Genre: "cook\x1bbook"}), render.Style{}))
	require.Equal(t, "DENIED  : the facts cannot be accepted\n  there are no facts\n", render.Decision(p.Decide(nil), render.Style{}))
}

// TestNoClause: nobody spoke, and the text says so.
func TestNoClause(t *testing.T) {
	s, err := schema.New(new(Loan))
	require.NoError(t, err)
	p, err := engine.Load(s, fstest.MapFS{"a.cel": {Data: []byte("// T.\n//\n//   effect: permit\n//   on: loan\n//   scope: genre == \"crime\"\n//   source: S\n//   covers: C-1\n//   message: M.\n\ntrue\n")}})
	require.NoError(t, err)
	loan := &Loan{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Genre: "novel"}
	require.Equal(t, "DENIED  loan, 2026-01-10 15:00 UTC\n\nno permit is meant for this\n", render.Decision(p.Decide(loan), render.Style{}))
}

// TestPaint: what is painted is one line, and never a character that a terminal obeys.
func TestPaint(t *testing.T) {
	now := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	loan := &Loan{Now: now, Since: &now, Genre: "crime", Title: "a\x1b[31m\nb\u202ec\u0085" + strings.Repeat(" long", 40)}
	d := library(t).Decide(loan)
	require.Equal(t, engine.Permitted, d.Outcome())
	for width := range 100 {
		painted := 0
		text := render.Decision(d, render.Style{Width: width, Paint: func(r render.Role, text string) string {
			painted++
			require.NotContains(t, text, "\n")
			require.NotZero(t, r)
			return text
		}})
		require.Positive(t, painted)
		require.Contains(t, text, "long")
		for _, r := range text {
			require.True(t, r == '\n' || r >= ' ' && r != 0x7f && (r < 0x80 || r > 0x9f) && r != '\u202e', "%q", r)
		}
		fits(t, text, width)
	}
}

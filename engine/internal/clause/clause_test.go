package clause

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/clausewise/clausewise/engine/internal/fault"
)

// TestGolden reads every NAME.cel of the archives in testdata and compares what comes
// of it with the NAME.txt behind it.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, archives)
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { golden(t, path) })
	}
}

func golden(t *testing.T, path string) {
	old, err := txtar.ParseFile(path)
	require.NoError(t, err)
	want := map[string]string{}
	for _, f := range old.Files {
		want[f.Name] = string(f.Data)
	}
	updated := &txtar.Archive{Comment: old.Comment}
	for _, f := range old.Files {
		name, isClause := strings.CutSuffix(f.Name, ".cel")
		if !isClause {
			continue
		}
		got := seen.Replace(outcome(f.Name, []byte(unseen.Replace(string(f.Data)))))
		updated.Files = append(updated.Files, f, txtar.File{Name: name + ".txt", Data: []byte(got)})
		if os.Getenv("UPDATE_GOLDEN") == "" {
			t.Run(name, func(t *testing.T) { require.Equal(t, want[name+".txt"], got) })
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, txtar.Format(updated), 0o644))
	}
}

// Characters that nobody sees stand in the archives as one that everybody sees.
var (
	unseen = strings.NewReplacer("⍽", "\u00a0", "␍", "\r", "␀", "\x00", "␌", "\f", "◌", "\u200b", "▮", "\ufeff",
		"⏎", "\u2028", "⇄", "\u202e", "¤", "\xff")
	seen = strings.NewReplacer("\u00a0", "⍽", "\r", "␍", "\u200b", "◌", "\ufeff", "▮", "\u2028", "⏎", "\u202e", "⇄")
)

// outcome is the faults of a clause, and what was read where none is an error.
func outcome(path string, data []byte) string {
	f, faults := Read(path, strings.TrimSuffix(path, ".cel"), data)
	var b strings.Builder
	broken := false
	for _, e := range faults {
		b.WriteString(e.Detail() + "\n")
		broken = broken || e.Warning == ""
	}
	if !broken {
		b.WriteString(dump(f))
	}
	return b.String()
}

func dump(f *File) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s %s\n", key, value)
		}
	}
	line("id", f.ID)
	line("title", f.Title)
	line("prose", strings.ReplaceAll(f.Prose, "\n", "\n           "))
	line("effect", fmt.Sprintf("%s = %s", f.Effect, place(f.EffectAt)))
	line("on", places(f.On))
	line("scope", spell(f.Scope))
	line("source", f.Source)
	line("covers", places(f.Covers))
	line("since", date(f.Since))
	line("until", date(f.Until))
	line("by", spell(f.By))
	for _, w := range f.Message {
		line("message", say(w))
	}
	for _, w := range f.Otherwise {
		line("otherwise", say(w))
	}
	if f.Allow != nil {
		line("allow", place(f.Allow.Name)+": "+f.Allow.Reason)
	}
	line("body", spell(f.Body))
	return b.String()
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func place(w Word) string { return fmt.Sprintf("%s@%d:%d", w.Text, w.Line, w.Col) }

func places(words []Word) string {
	var all []string
	for _, w := range words {
		all = append(all, place(w))
	}
	return strings.Join(all, " ")
}

// spell gives the tokens of an expression, and a place where a line begins or white
// space of more than one blank stands before.
func spell(e *Expr) string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	end := Token{}
	for _, t := range e.Tokens {
		switch {
		case t.Line != end.Line || t.Start > end.End+1:
			fmt.Fprintf(&b, " @%d:%d ", t.Line, t.Col)
		case t.Start > end.End:
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
		end = t
	}
	return strings.TrimSpace(b.String())
}

func say(w Words) string {
	var b strings.Builder
	for _, p := range w {
		if p.Hole != nil {
			b.WriteString("{" + spell(p.Hole) + "}")
			continue
		}
		b.WriteString("[" + p.Text + "]")
	}
	return b.String()
}

// TestRefused shows which characters no clause may have, strings and comments too.
func TestRefused(t *testing.T) {
	read := func(c rune) fault.List {
		_, faults := Read("f.cel", "f", []byte("// a"+string(c)+"b\n//   effect: define\n\n1"))
		return faults
	}
	for _, c := range "\x00\x01\v\f\r\x1b\x7f\u0080\u0085\u009f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff" {
		require.Contains(t, read(c).Error(), "f.cel:1:5: ", "%U", c)
		require.Contains(t, read(c).Error(), fmt.Sprintf("(%U)", c))
	}
	for _, c := range "\t é\u00a0\u200d\u200e\u2027\u202f\u2065\u206a\ufffd🎉" {
		require.Empty(t, read(c), "%U", c)
	}
}

func faultsOf(data string) fault.List {
	_, faults := Read("f.cel", "f", []byte(data))
	return faults
}

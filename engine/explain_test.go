package engine_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestExplain holds explanations against their text and, where there is one, their
// JSON. A case is a sentence, facts, and the clauses, all of which are explained;
// without clauses the shipped pack decides, and those in scope are explained.
func TestExplain(t *testing.T) {
	files, err := filepath.Glob("testdata/explain/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c := explained(t, file)
			c.compare("text", render.Explanation(c.explanation, render.Style{}))
			if c.has("json") {
				c.compare("json", c.json())
			}
		})
	}
}

// explainCase is one case and the explanation that the policy gave.
type explainCase struct {
	*testing.T
	path        string
	archive     *txtar.Archive
	explanation engine.Explanation
}

func explained(t *testing.T, path string) *explainCase {
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, bytes.TrimSpace(archive.Comment), "a case begins with a sentence")
	c := &explainCase{T: t, path: path, archive: archive}
	c.explain(func(text []byte) []byte { return text })
	return c
}

// explain explains the facts by the clauses of the case, each changed beforehand.
func (c *explainCase) explain(change func([]byte) []byte) {
	clauses, known := fstest.MapFS{}, []byte(nil)
	for _, f := range c.archive.Files {
		switch filepath.Ext(f.Name) {
		case ".cel":
			clauses[f.Name] = &fstest.MapFile{Data: change(f.Data)}
		case ".yaml":
			known = f.Data
		}
	}
	p, isPack := explainedBy(c.T, clauses), len(clauses) == 0
	v, err := schema.ParseYAML(c.path, known)
	require.NoError(c, err)
	f, err := p.Schema().Decode(v, time.Time{})
	require.NoError(c, err)
	c.explanation = p.Explain(f)
	c.explanation.Clauses = slices.DeleteFunc(c.explanation.Clauses, func(x engine.Explained) bool {
		return isPack && x.Part == "out of scope"
	})
}

// explainedBy compiles clauses of the messaging vocabulary; without any, the shipped pack.
func explainedBy(t testing.TB, clauses fstest.MapFS) *engine.Policy {
	if len(clauses) == 0 {
		p, err := engine.Load(messaging(t), policies.FS())
		require.NoError(t, err)
		return p
	}
	p, err := engine.Load(messaging(t), clauses)
	require.NoError(t, err)
	return p
}

func (c *explainCase) has(name string) bool {
	return slices.ContainsFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name })
}

// json is the explanation without the decision, which has tests of its own, and with
// each span on one line.
func (c *explainCase) json() string {
	data, err := c.explanation.MarshalJSON()
	require.NoError(c, err)
	var whole struct {
		Schema  string          `json:"schema"`
		Summary string          `json:"summary"`
		Clauses json.RawMessage `json:"clauses"`
	}
	require.NoError(c, json.Unmarshal(data, &whole))
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	require.NoError(c, e.Encode(whole))
	span := regexp.MustCompile(`\{\s+("line": \d+),\s+("col": \d+),\s+("end_line": \d+),\s+("end_col": \d+)\s+\}`)
	return span.ReplaceAllString(text.String(), "{$1, $2, $3, $4}")
}

// compare holds a part of the case against what was given, or rewrites it.
func (c *explainCase) compare(name, got string) {
	i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name })
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if i < 0 {
			i = len(c.archive.Files)
			c.archive.Files = append(c.archive.Files, txtar.File{Name: name})
		}
		c.archive.Files[i].Data = []byte(got)
		require.NoError(c, os.WriteFile(c.path, txtar.Format(c.archive), 0o644))
		return
	}
	require.GreaterOrEqual(c, i, 0, "the case has no `%s`", name)
	require.Equal(c, string(c.archive.Files[i].Data), got)
}

// TestExplainLineEnds proves that carriage returns and a byte order mark in the clause
// files move no position.
func TestExplainLineEnds(t *testing.T) {
	c := explained(t, "testdata/explain/exact-positions.txtar")
	plain := c.json()
	c.explain(func(text []byte) []byte {
		return append([]byte("\uFEFF"), bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))...)
	})
	require.Equal(t, plain, c.json())
}

// TestExplainUTF16 proves that the text of every term stands where its UTF-16 span says.
func TestExplainUTF16(t *testing.T) {
	c := explained(t, "testdata/explain/exact-positions.txtar")
	data, err := json.Marshal(c.explanation)
	require.NoError(t, err)
	var whole struct {
		Clauses []struct{ Scope, Body spanned }
	}
	require.NoError(t, json.Unmarshal(data, &whole))
	sources := map[string][]string{}
	for _, f := range c.archive.Files {
		sources[f.Name] = strings.Split(string(f.Data), "\n")
	}
	terms := 0
	for _, clause := range whole.Clauses {
		for _, root := range []spanned{clause.Scope, clause.Body} {
			root.each(func(s spanned) {
				terms++
				require.Equal(t, squeezed(s.Text), squeezed(s.cut(sources[s.File])), s.File)
			})
		}
	}
	require.Greater(t, terms, 40)
}

type spanned struct {
	File, Text string
	UTF16      struct {
		Line, Col int
		EndLine   int `json:"end_line"`
		EndCol    int `json:"end_col"`
	}
	Children []spanned
}

func (s spanned) each(visit func(spanned)) {
	visit(s)
	for _, c := range s.Children {
		c.each(visit)
	}
}

// cut takes the text of a span out of lines, counting code units.
func (s spanned) cut(lines []string) string {
	var text []string
	for n := s.UTF16.Line; n <= s.UTF16.EndLine; n++ {
		units := utf16.Encode([]rune(lines[n-1]))
		from, to := 0, len(units)
		if n == s.UTF16.EndLine {
			to = s.UTF16.EndCol - 1
		}
		if n == s.UTF16.Line {
			from = s.UTF16.Col - 1
		}
		text = append(text, string(utf16.Decode(units[from:to])))
	}
	return strings.Join(text, "\n")
}

// squeezed leaves out white space, the // of a header, and comments in the body.
func squeezed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimPrefix(line, "//"), " // ")
		b.WriteString(strings.Join(strings.Fields(line), ""))
	}
	return b.String()
}

// A decision is questioned: what was compared with what?
func ExamplePolicy_Explain() {
	vocabulary, err := schema.New(new(facts.Send))
	if err != nil {
		log.Fatal(err)
	}
	policy, err := engine.Load(vocabulary, fstest.MapFS{"window.cel": {Data: []byte(`// The window lasts a day.
//
//   effect:    permit
//   on:        send
//   source:    House rules, 1
//   covers:    H-1
//   message:   The window is open.
//   otherwise: The window is closed.

thread.user_actions.exists(act, within(act.at, days(1)))
`)}})
	if err != nil {
		log.Fatal(err)
	}
	send := &facts.Send{Now: time.Date(2026, 1, 11, 13, 0, 0, 0, time.UTC), Platform: "messenger"}
	send.Message = facts.Message{Kind: "standard", Sender: "human", Parts: 1}
	send.Thread.UserActions = []facts.UserAction{{Kind: "message", At: send.Now.Add(-25 * time.Hour)}}

	explanation := policy.Explain(send)
	fmt.Println(explanation.Summary)
	fmt.Println()
	fmt.Print(render.Clause(explanation, explanation.Clauses[0], render.Style{}))
	// Output:
	// No permit holds. window: the one element of `thread.user_actions`: `act.at` is 2026-01-10 12:00 UTC, 1d 1h before now, 1h more than 1d.
	//
	// DENIED  send, 2026-01-11 13:00 UTC
	//
	//   window
	//     The window lasts a day.
	//     permit, does not hold
	//     expression
	//       ✗ thread.user_actions.exists(act, within(act.at, days(1)))   none of 1
	//         ✗ [0] act.at = 2026-01-10 12:00 UTC
	//           ✗ within(act.at, days(1))   1d 1h ago, limit 1d: 1h too long
}

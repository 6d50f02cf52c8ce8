package playground_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/playground"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestUndo goes back through any changes, and forth again, and finds the same facts.
func TestUndo(t *testing.T) {
	changes := []string{`:set book.genre = "horror"`, `:set reader.name = "Ann", reader.adult = true`, ":unset reader.books[0]",
		":set reader.books[0].genre = \"x\", reader.books[0].taken_at = now", ":now +1d", ":now -29d", ":goto next", ":as a",
		":set book.genre = \"none\"", ":nothing", "1 + 1"}
	rapid.Check(t, func(t *rapid.T) {
		s := sit(t)
		seen := []string{look(t, s)}
		for range rapid.IntRange(0, 8).Draw(t, "lines") {
			say(t, s, rapid.SampledFrom(changes).Draw(t, "line"))
			seen = append(seen, look(t, s))
		}
		var back []string
		for !strings.Contains(say(t, s, ":undo"), "nothing to undo") {
			back = append(back, look(t, s))
		}
		require.Subset(t, seen, back)
		require.Equal(t, seen[0], look(t, s))
		for !strings.Contains(say(t, s, ":redo"), "nothing to redo") {
		}
		require.Equal(t, seen[len(seen)-1], look(t, s))
	})
}

// look is all that can be seen of what commands change.
func look(t require.TestingT, s *playground.Session) string {
	return s.Prompt() + say(t, s, ":facts") + say(t, s, ":as")
}

// TestNothingToReach: what a page in the web does not have is refused in words.
func TestNothingToReach(t *testing.T) {
	s := sit(t)
	before := look(t, s)
	for _, line := range []string{":load a", ":edit", ":save a.txtar A.", ":as a=b", ":compare a .", ":compare . . a", ":test a", ":reload", ":watch on"} {
		answer := say(t, s, line)
		require.Regexp(t, "here|cannot change", answer, line)
	}
	require.Empty(t, s.Refresh())
	require.Equal(t, before, look(t, s))
}

// TestRefresh: what an edit changes is told once, and so is what does not load.
func TestRefresh(t *testing.T) {
	policy := library(t)
	var broken error
	s := playground.New(playground.World{Policy: func() *engine.Policy { return policy }, Reload: func() error { return broken }}, "desk", desk())
	require.Empty(t, s.Refresh())

	broken = engine.Errors{{File: "a.cel", Line: 1, Col: 1, Message: "first\x1b[2J"}, {Message: "second"}}
	require.Equal(t, "not loaded, the last good clauses stay: a.cel:1:1: first\uFFFD[2J (and 1 more: `:status`)\n", s.Refresh())
	require.Empty(t, s.Refresh())
	require.Contains(t, s.Prompt(), " ! ")
	require.Contains(t, say(t, s, ":status"), "second")
	require.Equal(t, "28d : a length of time\n", say(t, s, "loan_time"))

	broken = nil
	require.Equal(t, "the clauses load again, as they were\n", s.Refresh())
	require.NotContains(t, s.Prompt(), "!")

	policy = edited(t, "forbid")
	require.Equal(t, `reloaded: at-the-desk (gone), closed (new), define/loan_time (gone), overdue (gone)
  permitted → denied
  - at-the-desk permits
  + closed forbids
`, s.Refresh())
	policy = edited(t, "permit")
	say(t, s, ":watch off")
	require.Empty(t, s.Refresh())
	require.Contains(t, say(t, s, ":reload"), "denied → permitted")
	require.Equal(t, "nothing changed\n", say(t, s, ":reload"))
}

// edited is a policy of one clause.
func edited(t require.TestingT, effect string) *engine.Policy {
	s, err := schema.New(new(Loan))
	require.NoError(t, err)
	p, err := engine.Load(s, fstest.MapFS{"closed.cel": {Data: fmt.Appendf(nil, `// On Sundays nobody is at the desk.
//
//   effect:   %s
//   on:       loan
//   source:   S
//   covers:   L-1
//   message:  Come again on Monday.

true
`, effect)}})
	require.NoError(t, err)
	return p
}

// TestNoControls: what facts, clauses, names and lines hold is not obeyed by a terminal.
func TestNoControls(t *testing.T) {
	f := desk()
	f.Reader.Name = new("\x1b]0;x\a\u202Eevil\r\n")
	p := library(t)
	world := playground.World{Policy: func() *engine.Policy { return p }, Folder: "\x1b[2J",
		Load: func(string) (*engine.Policy, error) { return nil, errGone }, Write: func(string, []byte) error { return nil }}
	s := playground.New(world, "\x1b[31m", f)
	for _, line := range []string{":facts", "reader.name", ":status", ":decide", "\x1b[2J", ":\x1b", ":load \x1b", ":as \x1b[2J = .", ":compare \a .",
		":set reader.name = \"\a\"", ":save \x1b.txtar \x1b", ":doc \x1b", ":show \x1b", ":goto \x1b", ":now +\x1b", ":clauses \x1b", ":facts \x1b", "\xff\xfe\x00", ":at \x1b:1:1"} {
		requirePlain(t, line, say(t, s, line)+s.Prompt())
	}
}

func requirePlain(t require.TestingT, line, answer string) {
	for _, r := range answer {
		require.True(t, unicode.IsGraphic(r) || r == '\n' || r == '\t', "%q is answered with %q", line, answer)
	}
}

func TestIncomplete(t *testing.T) {
	s := sit(t)
	for _, whole := range []string{"", " ", "1", "1)", "a // (", `"("`, "'it's", ":decide", ":load a(", ":set a = 1", ":nothing (", ":when ..", ":show a(", "// a comment &&",
		"(" + strings.Repeat("1 + ", 4<<10), "(\xff"} {
		require.False(t, s.Incomplete(whole), whole)
	}
	for _, begun := range []string{"(", "[1,", "{", "a &&", "a ||\n", "a ?", "a ? b :", "!", "1 +", "a in", "a.", `"""text`, ":set a =", ":set a = 1,", ":what-if a = (", "a && // why\n"} {
		require.True(t, s.Incomplete(begun), begun)
	}
}

// TestHighlight paints, and changes nothing else.
func TestHighlight(t *testing.T) {
	s := sit(t)
	require.Equal(t, "book.genre", s.Highlight("book.genre"))
	names := map[render.Role]string{render.Good: "good", render.Bad: "bad", render.Caution: "caution", render.Name: "name", render.Faint: "faint"}
	s.Style.Paint = func(r render.Role, text string) string { return "<" + names[r] + ">" + text + "</>" }
	for line, painted := range map[string]string{
		`book.genre == "crime" && 1 < 7d`: `book.genre == <good>"crime"</> && <caution>1</> < <bad>7d</>`,
		`  :set a = 'x' // why`:           `  <name>:set</> a <bad>=</> <good>'x'</> <faint>// why</>`,
		`:nothing 1`:                      `<bad>:nothing</> <caution>1</>`,
		"\"\"\"a\nb\"\"\"":                "\"\"\"a\nb\"\"\"",
		`:s`:                              `<name>:s</>`,
	} {
		require.Equal(t, painted, s.Highlight(line))
	}
}

// TestTenThousandLines are answered while one waits, and leave the facts alone.
func TestTenThousandLines(t *testing.T) {
	s := sit(t)
	before := look(t, s)
	for i := range 10_000 {
		say(t, s, []string{"book.genre == (", ":nothing", "\x00\x01", "reader.books", ":set book.genre = 1"}[i%5])
	}
	require.Equal(t, before, look(t, s))
}

func TestQuit(t *testing.T) {
	_, more := sit(t).Line(":quit")
	require.False(t, more)
}

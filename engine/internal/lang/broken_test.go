package lang

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/stretchr/testify/require"
)

// pack is the shipped pack, with an environment for every action in which one clause
// after another can be compiled.
type pack struct {
	clauses []*clause.File
	envs    map[string]*Env
}

func shipped(t *testing.T) *pack {
	defines, clauses := packFiles(t)
	p := &pack{clauses: clauses, envs: map[string]*Env{}}
	s := messaging(t)
	d, faults := NewDefines(s, defines)
	require.Empty(t, faults)
	for _, a := range s.Actions() {
		on := slices.DeleteFunc(slices.Clone(clauses), func(f *clause.File) bool { return f.On[0].Text != a.Name })
		p.envs[a.Name], faults = NewEnv(s, a, d, on)
		require.Empty(t, faults)
	}
	return p
}

// load reads and compiles a changed text of a clause, on the actions of the clause.
func (p *pack) load(f *clause.File, text string) fault.List {
	changed, faults := clause.Read(f.Path, f.ID, []byte(text))
	if faults.HasErrors() {
		return faults
	}
	for _, on := range changed.On {
		env := p.envs[on.Text]
		if env == nil {
			return append(faults, changed.Fault(on.Line, on.Col, 0, "no such action", ""))
		}
		_, fs := env.Clause(changed)
		faults = append(faults, fs...)
	}
	return faults
}

// jargon is what only a reader of our source, or of CEL's, would understand.
var jargon = regexp.MustCompile(`_[=<>!+*/%?&|:-]+_|@|#|google\.|list\(|map\(|<EOF>|overload|mismatched|extraneous|viable|no such|runtime error|panic|nil pointer|%!|interface|0x|\bdyn\(|\bint64|\*[a-z]+\.[A-Z]|cannot be compiled`)

// inWords demands of every fault that it has a place in the file and is said in words
// that its owner knows. What stands in backticks is hers.
func inWords(t *testing.T, f *clause.File, text string, faults fault.List) {
	lines := strings.Split(text, "\n")
	for _, e := range faults {
		ours := regexp.MustCompile("`[^`]*`").ReplaceAllString(e.Message+" "+e.Hint, "")
		require.NotRegexp(t, jargon, ours, "%s\n%s", e.Detail(), text)
		require.Positive(t, e.Line, e.Detail())
		require.LessOrEqual(t, e.Line, len(lines), e.Detail())
		require.LessOrEqual(t, e.Col, len([]rune(lines[e.Line-1]))+1, e.Detail())
		require.Positive(t, e.Col, e.Detail())
		require.Equal(t, f.Path, e.File)
	}
}

// TestCutShort loads every clause of the pack cut off behind every line of its header
// and every character of its expression. It must not panic, and few may load: house
// style ends a line with its operator, so that most of what is cut is missed.
func TestCutShort(t *testing.T) {
	p := shipped(t)
	cuts, loaded := 0, []string{}
	for _, f := range p.clauses {
		text := []rune(strings.TrimRight(f.Text, "\n"))
		require.Empty(t, p.load(f, string(text)))
		body := f.Body.Tokens[0].Start
		for i := range text {
			if i < body && text[i] != '\n' {
				continue
			}
			cuts++
			cut := string(text[:i])
			faults := p.load(f, cut)
			inWords(t, f, cut, faults)
			if !faults.HasErrors() && strings.TrimSpace(cut) == cut {
				loaded = append(loaded, f.ID+": "+string(text[body:i]))
			}
		}
	}
	t.Logf("of %d clauses, cut %d times, these load:\n%s", len(p.clauses), cuts, strings.Join(loaded, "\n"))
	require.Less(t, len(loaded)*20, cuts)
}

// TestTokenMissing loads every clause of the pack without each of its tokens in turn,
// and with each of them doubled.
func TestTokenMissing(t *testing.T) {
	p := shipped(t)
	tried, loaded := 0, 0
	for _, f := range p.clauses {
		text := []rune(f.Text)
		for _, x := range append(f.Holes(), f.Scope, f.Body, f.By) {
			if x == nil {
				continue
			}
			for _, token := range x.Tokens {
				missing := string(text[:token.Start]) + string(text[token.End:])
				doubled := string(text[:token.End]) + " " + string(text[token.Start:])
				for _, changed := range []string{missing, doubled} {
					faults := p.load(f, changed)
					inWords(t, f, changed, faults)
					if tried++; !faults.HasErrors() {
						loaded++
					}
				}
			}
		}
	}
	t.Logf("%d changes, of which %d load", tried, loaded)
	require.Less(t, loaded*4, tried)
}

// TestWordsSwapped puts every token of the pack in the place of the others: nearly all
// of it is nonsense, and of each nonsense there must be plain words.
func TestWordsSwapped(t *testing.T) {
	p := shipped(t)
	var words []string
	for _, f := range p.clauses {
		for _, token := range f.Body.Tokens {
			if !slices.Contains(words, token.Text) {
				words = append(words, token.Text)
			}
		}
	}
	slices.Sort(words)
	next := 0
	for _, f := range p.clauses {
		text := []rune(f.Text)
		for _, token := range f.Body.Tokens {
			for range 3 {
				next = (next + 7) % len(words)
				changed := string(text[:token.Start]) + words[next] + string(text[token.End:])
				inWords(t, f, changed, p.load(f, changed))
			}
		}
	}
}

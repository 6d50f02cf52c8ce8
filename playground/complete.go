package playground

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/playground/internal/typed"
)

// Candidate is one way to end the word before the cursor.
type Candidate struct {
	Text string // the whole word
	Type string // of its value, in words; may be empty
	Doc  string // what it means; may be empty
}

// Complete gives the ways, sorted, in which the word before the cursor can end, and how
// many code points of it are there already. The cursor counts code points.
func (s *Session) Complete(line string, cursor int) (found []Candidate, typed int) {
	runes := []rune(line)
	before := string(runes[:min(max(cursor, 0), len(runes))])
	word, all := s.candidates(before)
	for _, c := range all {
		if strings.HasPrefix(c.Text, word) && c.Text != word {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b Candidate) int { return strings.Compare(a.Text, b.Text) })
	return slices.Compact(found), len([]rune(word))
}

// candidates gives the last word of a text and what can stand in its place.
func (s *Session) candidates(before string) (word string, all []Candidate) {
	name, rest, _ := split(before)
	if name == "" {
		return s.complete(before)
	}
	if strings.HasSuffix(before, name) {
		return name, s.commandNames(":")
	}
	c, err := find(name)
	if err != nil {
		return "", nil
	}
	word = rest[strings.LastIndexAny(rest, " \t")+1:]
	switch c.expects {
	case expressions, facts:
		return s.complete(rest)
	case clauses:
		return word, s.ids()
	case names:
		return word, append(s.names(""), s.ids()...)
	case versions:
		return word, append(s.versionNames(), s.files(word)...)
	case files:
		return word, s.files(word)
	case commandNames:
		return word, s.commandNames("")
	case directions:
		return word, []Candidate{{Text: "next"}, {Text: "prev"}}
	case switches:
		return word, []Candidate{{Text: "on"}, {Text: "off"}}
	}
	return "", nil
}

func (s *Session) commandNames(colon string) (all []Candidate) {
	for _, c := range commands() {
		line, _, _ := strings.Cut(page(c.name), "\n")
		doc := strings.TrimSpace(line[min(30, len(line)):])
		all = append(all, Candidate{Text: colon + c.name, Doc: doc})
	}
	return all
}

func (s *Session) ids() (all []Candidate) {
	for _, c := range s.policy.Clauses() {
		all = append(all, Candidate{c.ID, c.Effect, c.Title})
	}
	return all
}

func (s *Session) versionNames() (all []Candidate) {
	all = []Candidate{{Text: here, Doc: "the clauses as they are now"}}
	for name := range s.versions {
		all = append(all, Candidate{Text: name})
	}
	return all
}

func (s *Session) files(prefix string) (all []Candidate) {
	if s.world.Files == nil {
		return nil
	}
	for _, name := range s.world.Files(prefix) {
		all = append(all, Candidate{Text: printable(name)})
	}
	return all
}

// names are what an expression can name, or what can stand behind a receiver's dot.
func (s *Session) names(receiver string) (all []Candidate) {
	for _, n := range s.policy.Names(s.facts.Action(), receiver) {
		all = append(all, Candidate(n))
	}
	return all
}

// complete ends the last word of an expression: behind a dot what the receiver has,
// behind a comparison the words that its fact can be, else a name.
func (s *Session) complete(text string) (word string, all []Candidate) {
	before := typed.Before(text)
	if receiver, ok := before.Receiver(); ok {
		if receiver == "" {
			return before.Word, nil
		}
		return before.Word, s.names(receiver)
	}
	if f := s.policy.Fact(s.facts.Action(), before.Compared()); f != nil {
		for _, word := range f.Words {
			all = append(all, Candidate{Text: `"` + word + `"`, Type: "a text"})
		}
	}
	if !strings.HasPrefix(before.Word, `"`) {
		all = append(all, s.names("")...)
	}
	return before.Word, all
}

package words

import (
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/explain"
)

// Why gives, in phrases that are true as they stand, what made a clause hold, not hold,
// or impossible to tell.
func (s *Speaker) Why(c explain.Clause) (phrases []string) {
	v := c.Verdict()
	for _, t := range []*explain.Term{c.Scope, c.Body} {
		aside := v == explain.Unmet && t == c.Scope || v == explain.Untold && t != nil && t.State == explain.True
		if t != nil && !aside {
			phrases = append(phrases, s.why(t)...)
		}
	}
	return unique(phrases)
}

// unique drops what was said before.
func unique(phrases []string) (list []string) {
	for _, s := range phrases {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

func (s *Speaker) why(t *explain.Term) []string {
	switch t.State {
	case explain.Skipped, explain.Absorbed:
		return nil
	case explain.Unknown, explain.Error:
		return blame(t)
	}
	switch {
	case t.Cut:
	case t.Op == "&&" || t.Op == "||":
		return s.operands(t)
	case t.Op == "!" && !t.Terms[0].Plain():
		return s.why(t.Terms[0])
	case t.Op == "?:":
		return append(s.why(t.Terms[0]), s.taken(t)...)
	case t.Define != nil && t.State != explain.Value:
		return s.why(t.Define.Tree)
	case isLoop(t):
		return []string{s.elements(t)}
	}
	return []string{s.phrase(t)}
}

// operands are the reasons of those operands that have the value of their chain: of the
// one that settled it, or of all.
func (s *Speaker) operands(t *explain.Term) (phrases []string) {
	for _, c := range t.Terms {
		if c.State == t.State {
			phrases = append(phrases, s.why(c)...)
		}
	}
	return phrases
}

// taken are the reasons of the branch that was taken; a constant needs none.
func (s *Speaker) taken(t *explain.Term) (phrases []string) {
	for _, branch := range t.Terms[1:] {
		if !branch.Fixed() {
			phrases = append(phrases, s.why(branch)...)
		}
	}
	return phrases
}

// blame gives why there is no value.
func blame(t *explain.Term) (phrases []string) {
	for _, c := range t.Below() {
		if c.State == explain.Unknown || c.State == explain.Error {
			phrases = append(phrases, blame(c)...)
		}
	}
	if len(phrases) == 0 {
		return []string{t.Error}
	}
	return phrases
}

// phrase says in prose what a condition found.
func (s *Speaker) phrase(t *explain.Term) string {
	switch {
	case t.Cut:
		return s.is(t)
	case t.Op == "has":
		return "`" + strings.TrimSuffix(strings.TrimPrefix(t.Text, "has("), ")") + "` is " + not(t, "known")
	case t.Op == "!":
		return s.phrase(t.Terms[0])
	case t.Op == "assume" && t.Terms[0].State == explain.Skipped:
		return "`" + t.Terms[0].Text + "` is not known and taken as " + s.show(t)
	case t.Op == "assume":
		return s.is(t.Terms[0])
	case t.Op == "==" || t.Op == "!=":
		return s.equality(t)
	case t.Op == "in":
		return s.subject(t.Terms[0]) + " " + not(t, "in ") + s.named(t.Terms[1])
	case relation(t) != "":
		return s.subject(t.Terms[0]) + " " + not(t, relation(t)) + " " + s.named(t.Terms[1]) + s.by(t)
	case t.Op == "within" || t.Op == "younger":
		return s.agePhrase(t)
	}
	return s.is(t) + s.where(t)
}

func (s *Speaker) equality(t *explain.Term) string {
	a, b := t.Terms[0], t.Terms[1]
	if a.Fixed() && !b.Fixed() {
		a, b = b, a
	}
	switch same := (t.Op == "==") == (t.State == explain.True); {
	case !same:
		return s.is(a) + ", not " + s.named(b) + s.by(t)
	case b.Fixed():
		return s.is(a)
	}
	return s.is(a) + ", the same as `" + b.Text + "`"
}

func (s *Speaker) by(t *explain.Term) string {
	if t.Miss == nil {
		return ""
	}
	return ", by " + s.Print(*t.Miss)
}

// relation puts an operator of order into words; empty for others.
func relation(t *explain.Term) string {
	i := slices.Index([]string{"<", "<=", ">", ">="}, t.Op)
	if i < 0 {
		return ""
	}
	switch t.Terms[0].Type {
	case "timestamp":
		return []string{"before", "at or before", "after", "at or after"}[i]
	case "duration":
		return []string{"shorter than", "at most", "longer than", "at least"}[i]
	}
	return []string{"less than", "at most", "more than", "at least"}[i]
}

func (s *Speaker) agePhrase(t *explain.Term) string {
	at, limit := t.Terms[0].Value.(time.Time), s.named(t.Terms[1])
	text := s.is(t.Terms[0]) + ", " + s.long(at)
	switch {
	case at.After(s.Now):
		return text + " after now"
	case t.State == explain.True:
		return text + " before now and within " + limit
	case t.Miss == nil:
		return text + " before now"
	case *t.Miss == 0:
		return text + " before now, and not less than " + limit
	}
	return text + " before now, " + s.Print(*t.Miss) + " more than " + limit
}

// where lists the facts that a value was made from.
func (s *Speaker) where(t *explain.Term) string {
	var facts []string
	for _, c := range t.Terms {
		if !c.Fixed() {
			facts = append(facts, s.is(c))
		}
	}
	if len(facts) == 0 {
		return ""
	}
	return ", where " + strings.Join(unique(facts), " and ")
}

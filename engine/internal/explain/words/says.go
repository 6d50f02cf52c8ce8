// Package words puts what came of a clause into words: for every term which values met,
// and for a clause what decided it. All of it is made from the values of the terms, so
// it is true of any clause.
package words

import (
	"math"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/explain"
)

// Speaker finds the words for one decision.
type Speaker struct {
	Now   time.Time
	Print func(any) string // prints an instant, a length of time or a number
	said  map[*explain.Define]bool
}

// Say notes for a term, and for every term below it, which values met.
func (s *Speaker) Say(t *explain.Term) {
	if t.Define != nil {
		if s.said[t.Define] {
			t.Says = s.says(t)
			return
		}
		if s.said == nil {
			s.said = map[*explain.Define]bool{}
		}
		s.said[t.Define] = true
	}
	for _, c := range t.Below() {
		s.Say(c)
	}
	for i := range t.Elements {
		t.Elements[i].Says = s.element(t, t.Elements[i])
	}
	t.Says = s.says(t)
}

func (s *Speaker) says(t *explain.Term) string {
	switch {
	case t.State == explain.Skipped:
		return ""
	case t.Error != "":
		return failed(t)
	case t.Cut:
		return s.show(t)
	case isLoop(t):
		return s.loop(t)
	}
	switch t.Op {
	case "&&", "||":
		return ""
	case "define":
		return unlessBool(t, s.show(t))
	case "!":
		return s.negated(t)
	case "has":
		return not(t, "known")
	case "==", "!=", "<", "<=", ">", ">=":
		return s.operation(t) + s.off(t)
	case "in":
		return s.operation(t)
	case "within", "younger":
		return s.age(t)
	case "?:":
		return s.branch(t)
	case "assume":
		return s.assumed(t)
	}
	return s.made(t)
}

// failed leaves the error to the terms below that raised it, if they have lines.
func failed(t *explain.Term) string {
	for _, c := range t.Below() {
		shown := !c.Plain() || t.Op == "&&" || t.Op == "||" || t.Op == "?:" || len(t.Elements) > 0
		if shown && (c.State == explain.Unknown || c.State == explain.Error) {
			return ""
		}
	}
	return t.Error
}

func isLoop(t *explain.Term) bool {
	switch t.Op {
	case "all", "exists", "exists_one", "filter", "map":
		return true
	}
	return false
}

// not is a word, with a `not` before it where the term is false.
func not(t *explain.Term, word string) string {
	if t.State == explain.False {
		return "not " + word
	}
	return word
}

// unlessBool leaves out what the mark of a condition says already.
func unlessBool(t *explain.Term, text string) string {
	if t.State != explain.Value {
		return ""
	}
	return text
}

func (s *Speaker) negated(t *explain.Term) string {
	switch c := t.Terms[0]; {
	case c.Op == "has":
		return not(c, "known")
	case c.Plain():
		return "!" + s.show(c)
	}
	return ""
}

func (s *Speaker) operation(t *explain.Term) string {
	return s.show(t.Terms[0]) + " " + t.Op + " " + s.show(t.Terms[1])
}

func (s *Speaker) off(t *explain.Term) string {
	if t.Miss == nil {
		return ""
	}
	return ": " + s.Print(*t.Miss) + " off"
}

// age words how long ago something was, and how long it may be.
func (s *Speaker) age(t *explain.Term) string {
	at, limit := t.Terms[0].Value.(time.Time), ", limit "+s.show(t.Terms[1])
	switch {
	case at.After(s.Now):
		return s.long(at) + " after now" + limit
	case t.Miss == nil:
		return s.long(at) + " ago" + limit
	case *t.Miss == 0:
		return s.long(at) + " ago" + limit + ": not less"
	}
	return s.long(at) + " ago" + limit + ": " + s.Print(*t.Miss) + " too long"
}

// long is how far an instant is from now.
func (s *Speaker) long(at time.Time) string {
	if d, ok := explain.Apart(s.Now, at); ok {
		return s.Print(d)
	}
	return "more than " + s.Print(time.Duration(math.MaxInt64))
}

func (s *Speaker) branch(t *explain.Term) string {
	taken := "the second is taken"
	if t.Terms[2].State == explain.Skipped {
		taken = "the first is taken"
	}
	if t.State == explain.Value {
		taken += " = " + s.show(t)
	}
	return taken
}

func (s *Speaker) assumed(t *explain.Term) string {
	if t.Terms[0].State == explain.Skipped {
		return "not known, taken as " + s.show(t)
	}
	return s.show(t)
}

// made words a value with what it was made from.
func (s *Speaker) made(t *explain.Term) string {
	var operands []string
	for _, c := range t.Terms {
		operands = append(operands, s.show(c))
	}
	result := unlessBool(t, " = "+s.show(t))
	switch {
	case t.Plain() || t.Op == "index" || t.Op == "[]" || t.Op == "{}" || len(operands) == 0 || t.Op == "-" && len(operands) == 1:
		return s.show(t)
	case strings.Contains("+-*/%", t.Op):
		return s.operation(t) + result
	case strings.HasPrefix(t.Text, t.Op+"("):
		return t.Op + "(" + strings.Join(operands, ", ") + ")" + result
	}
	return operands[0] + "." + t.Op + "(" + strings.Join(operands[1:], ", ") + ")" + result
}

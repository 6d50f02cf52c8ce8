package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/internal/explain"
	"github.com/clausewise/clausewise/engine/internal/explain/words"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// Explanation tells how a decision came about.
type Explanation struct {
	Decision Decision
	Summary  string      // of a denial by clauses: what was compared with what, one paragraph; else empty
	Clauses  []Explained // every clause of the action, by id
}

// Explained is a clause with what came of every part of it.
type Explained struct {
	Clause string // the id
	Title  string
	Effect string
	File   string
	Part   string  // permits, forbids, duties, advice, unmet, errors, silent, out of scope or not in force
	State  Verdict // also of a clause that is not in force: as if it were
	Scope  *Term   // nil: everybody is in scope
	Body   *Term
	By     *Term // nil: the clause has no due instant
}

// Verdict is what a clause has to say of the facts: `holds`, `does not hold`, `out of
// scope` or `cannot be told`.
type Verdict = explain.Verdict

// Term is one expression of a clause: where it stands, what its value was, what was
// compared with what, and the same of its operands. State tells whether it counted:
// what was not evaluated is skipped, and an error that && or || passed over is absorbed.
// A define stands there with its own tree, which all terms that read it share.
type Term = explain.Term

// Explain decides, as Decide does, and tells of every clause of the action what each
// part of it came to. It costs far more than the decision. Its work is bounded, and
// where a term was too much to tell it is marked as Cut.
func (p *Policy) Explain(f schema.Facts) Explanation {
	e := Explanation{Decision: p.Decide(f)}
	d := e.Decision
	if d.fault != nil || d.action == nil {
		return e
	}
	x := explain.New(d.now, readable(d.action.env.Bind(f)))
	s := &words.Speaker{Now: d.now, Print: lang.PrintNative}
	denial := denial{decision: d, speaker: s}
	for i, c := range d.action.clauses {
		made := x.Clause(c.File.Path, c.Tree())
		for _, t := range []*Term{made.Scope, made.Body, made.By} {
			if t != nil {
				s.Say(t)
			}
		}
		denial.hear(c, d.partOf(i), made)
		e.Clauses = append(e.Clauses, Explained{c.File.ID, c.File.Title, string(c.File.Effect), c.File.Path,
			d.partOf(i), made.Verdict(), made.Scope, made.Body, made.By})
	}
	e.Summary = denial.summary()
	return e
}

// Absorbed lists the terms of the clause, those of its defines among them, that have no
// value and did not count.
func (e Explained) Absorbed() (terms []*Term) {
	seen := map[*Term]bool{}
	var visit func(t *Term)
	visit = func(t *Term) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		if t.State == explain.Absorbed {
			terms = append(terms, t)
		}
		for _, c := range t.Below() {
			visit(c)
		}
	}
	visit(e.Scope)
	visit(e.Body)
	visit(e.By)
	return terms
}

// readable evaluates nodes, with errors that leave the place to the node.
func readable(facts *lang.Facts) ir.Evaluate {
	return func(n *ir.Node, loops ir.Loops) (any, error) {
		v, failure := facts.Value(n, loops)
		if failure != nil {
			return nil, errors.New(failure.Message)
		}
		return v, nil
	}
}

// partOf names the part that a clause plays, or why it plays none.
func (d Decision) partOf(i int) string {
	c := d.action.clauses[i].File
	if !inForce(c, d.now) {
		return "not in force"
	}
	if s := d.spoke.State(i); s != eval.Out {
		return d.action.part(i, s).String()
	}
	return "out of scope"
}

// denial gathers what denied.
type denial struct {
	decision       Decision
	speaker        *words.Speaker
	forbids, unmet []string
	permits        int // in force, in scope or not
}

// Bounds of a summary: how many clauses, and how many phrases of each, it tells.
const mostClauses, mostPhrases = 4, 4

func (d *denial) hear(c *lang.Clause, part string, made explain.Clause) {
	if d.decision.outcome == Permitted {
		return
	}
	if c.File.Effect == clause.Permit && part != "not in force" {
		d.permits++
	}
	switch part {
	case "forbids":
		d.forbids = append(d.forbids, d.sentence(c, made))
	case "unmet":
		d.unmet = append(d.unmet, d.sentence(c, made))
	}
}

func (d *denial) sentence(c *lang.Clause, made explain.Clause) string {
	phrases := d.speaker.Why(made)
	text := strings.Join(phrases[:min(mostPhrases, len(phrases))], "; ")
	if more := len(phrases) - mostPhrases; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return c.File.ID + ": " + text + "."
}

// summary says what denied: the forbids, and without any that no permit holds.
func (d *denial) summary() string {
	switch {
	case d.decision.outcome == Permitted:
		return ""
	case len(d.forbids) == 1:
		return "A forbid denies it. " + d.forbids[0]
	case len(d.forbids) > 1:
		return fmt.Sprintf("%d forbids deny it. ", len(d.forbids)) + few(d.forbids)
	case len(d.unmet) > 0:
		return "No permit holds. " + few(d.unmet)
	case d.permits == 0:
		return "No permit holds: there is none."
	}
	return fmt.Sprintf("No permit holds: none of the %d is in scope.", d.permits)
}

func few(sentences []string) string {
	text := strings.Join(sentences[:min(mostClauses, len(sentences))], " ")
	if more := len(sentences) - mostClauses; more > 0 {
		text += fmt.Sprintf(" And %d more.", more)
	}
	return text
}

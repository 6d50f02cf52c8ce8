package engine

import (
	"slices"
	"time"

	"github.com/clausewise/clausewise/engine/internal/horizon"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// Horizon tells how a decision changes if nothing but time passes.
type Horizon struct {
	Changes      []Change
	UnknownAfter time.Time // after this instant nothing is told; zero: everything is
	Because      string    // which clause cannot be told, and what in it
}

// Change is one instant at which the outcome or the findings change.
type Change struct {
	At       time.Time // the first instant of the new answer, to the nanosecond
	Decision Decision  // from then on
}

// When gives every instant after `from` and before `to` at which the outcome or the
// findings of the facts change if only `now` moves: a clause begins or ceases to
// speak, comes into force, or a duty becomes overdue. The instants are exact; where a
// clause reads the clock in a way that cannot be solved, Horizon says from when on
// nothing is told. Words that print `now` do not count.
func (p *Policy) When(f schema.Facts, from, to time.Time) (h Horizon) {
	a := p.actions[Decision{facts: f}.Action()]
	if a == nil {
		return h
	}
	s := sweep{policy: p, action: a, facts: f, next: make([]horizon.Point, len(a.clauses))}
	d := s.decide(from)
	if d.fault != nil {
		return h
	}
	for i := range s.next {
		s.look(i, d)
	}
	for {
		i, point := s.earliest()
		if point.Opaque != nil {
			h.UnknownAfter, h.Because = d.now, because(a.clauses[i], point.Opaque)
			return h
		}
		if point.At.IsZero() || !point.At.Before(to) {
			return h
		}
		was := d
		if d = s.decide(point.At); d.fault != nil {
			return h // past the last instant that facts can be about
		}
		if !same(was, d) {
			h.Changes = append(h.Changes, Change{point.At, d})
		}
		s.pass(d)
	}
}

// sweep goes from point to point. The point of a clause stays good until it is
// reached, so only the clauses whose point it was are looked at again.
type sweep struct {
	policy *Policy
	action *action
	facts  schema.Facts
	next   []horizon.Point // by clause
}

func (s *sweep) decide(at time.Time) Decision {
	return s.policy.Decide(s.action.schema.At(s.facts, at))
}

func (s *sweep) earliest() (clause int, point horizon.Point) {
	for i, p := range s.next {
		if earlier := point.Earlier(p); earlier != point {
			clause, point = i, earlier
		}
	}
	return clause, point
}

func (s *sweep) pass(d Decision) {
	for i, p := range s.next {
		if p.Opaque == nil && !p.At.IsZero() && !p.At.After(d.now) {
			s.look(i, d)
		}
	}
}

// look finds the next point of a clause, as things are at the instant of d.
func (s *sweep) look(i int, d Decision) {
	c := s.action.clauses[i]
	tree := c.Tree()
	facts := s.action.env.Bind(d.facts)
	point := horizon.Next(d.now, evaluateBy(facts), conjunction(tree.Scope, tree.Body), tree.By)
	if due, ok, _ := c.Due(facts); ok {
		point = point.Earlier(after(d.now, due.Add(1)))
	}
	if !inForce(c.File, d.now) {
		point = horizon.Point{}
	}
	point = point.Earlier(after(d.now, c.File.Since)).Earlier(after(d.now, c.File.Until))
	s.next[i] = point
}

func after(now, at time.Time) horizon.Point {
	if !at.After(now) {
		return horizon.Point{}
	}
	return horizon.Point{At: at}
}

// conjunction is scope && body, as CEL joins them.
func conjunction(scope, body *ir.Node) *ir.Node {
	if scope == nil {
		return body
	}
	return &ir.Node{Op: ir.And, Args: []*ir.Node{scope, body}}
}

// evaluateBy evaluates nodes, with errors that name the place.
func evaluateBy(facts *lang.Facts) ir.Evaluate {
	return func(n *ir.Node, loops ir.Loops) (any, error) {
		v, failure := facts.Value(n, loops)
		if failure != nil {
			return nil, failure
		}
		return v, nil
	}
}

func because(c *lang.Clause, n *ir.Node) string {
	return "`" + n.Text + "` in `" + c.File.ID + "` does not change at instants that can be told ahead"
}

// same says that the same clauses play the same parts, and the same duties are overdue.
func same(a, b Decision) bool {
	return a.outcome == b.outcome && slices.Equal(a.parts(), b.parts())
}

// played is the part that a clause plays, as far as a change of it is one of the answer.
type played struct {
	clause  int
	part    part
	overdue bool
}

func (d Decision) parts() (parts []played) {
	for i, s := range d.spoke.All {
		if part := d.action.part(i, s); part != silent {
			f := Finding{clause: d.action.clauses[i], state: s, decision: &d}
			parts = append(parts, played{i, part, part == duties && f.Overdue()})
		}
	}
	return parts
}

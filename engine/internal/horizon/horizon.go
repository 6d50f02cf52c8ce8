// Package horizon finds when the value of an expression can change if nothing but
// time passes.
//
// Nothing is sampled. Between two breakpoints every instant and every length of time
// in a clause moves in a straight line with `now`, mostly by 0 or by 1 nanosecond a
// nanosecond: its rate. A comparison of two of them can then turn over only where the
// two lines meet, which is solved for. Next visits every comparison of an expression,
// with the values that hold now, and gives the earliest meeting point. What stands
// between two breakpoints and is no straight line (the hour of the day, the text of an
// instant) is opaque: it is named, and nothing is claimed about it.
//
// The points are those at which something may change. Whoever asks evaluates there,
// and goes on from there: a jump, as of latest(), is a breakpoint of its own.
package horizon

import (
	"math"
	"math/big"
	"time"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// Point is what comes next: the instant, and the node that keeps it from being told.
type Point struct {
	At     time.Time // the first instant after now at which the value may differ; zero: never
	Opaque *ir.Node  // not nil: from now on nothing is known, because of this node
}

// Next gives the next point of any of the nodes, which may be nil. eval gives the
// values that hold at now.
func Next(now time.Time, eval ir.Evaluate, nodes ...*ir.Node) Point {
	s := &search{now: now, eval: eval}
	for _, n := range nodes {
		if n != nil {
			s.visit(n, nil)
		}
	}
	return s.next
}

// Earlier gives the point that comes first; what is opaque comes before everything.
func (p Point) Earlier(q Point) Point {
	switch {
	case p.Opaque != nil || q.At.IsZero() && q.Opaque == nil:
		return p
	case q.Opaque != nil || p.At.IsZero() || q.At.Before(p.At):
		return q
	}
	return p
}

type search struct {
	now  time.Time
	eval ir.Evaluate
	next Point
}

// at adds an instant, and the nanosecond behind it: of a comparison one of the two
// is the first instant of the new answer, according to what the operator says of
// equality.
func (s *search) at(t time.Time) {
	for _, t := range [2]time.Time{t, t.Add(1)} {
		if t.After(s.now) {
			s.next = s.next.Earlier(Point{At: t})
		}
	}
}

func (s *search) opaque(n *ir.Node) { s.next = s.next.Earlier(Point{Opaque: n}) }

// visit adds the points of a node and of what is below it.
func (s *search) visit(n *ir.Node, loops ir.Loops) {
	if !moves(n) {
		return
	}
	switch n.Op {
	case ir.And, ir.Or:
		if s.settled(n, loops) {
			return
		}
	case ir.Cond:
		if !moves(n.Args[0]) {
			s.visitChosen(n, loops)
			return
		}
	case ir.Define:
		s.visit(n.Define.Body, nil)
		return
	case ir.All, ir.Exists, ir.ExistsOne, ir.Filter, ir.Transform:
		s.loop(n, loops)
		return
	}
	for _, a := range n.Args {
		s.visit(a, loops)
	}
	switch n.Op {
	case ir.Eq, ir.Ne, ir.Lt, ir.Le, ir.Gt, ir.Ge:
		s.meet(n, loops, n.Args[0], n.Args[1])
	case ir.Sub:
		s.limits(n, loops)
	case ir.Call:
		s.call(n, loops)
	case ir.In, ir.Index, ir.Mul, ir.Div, ir.Mod:
		s.still(n, loops)
	}
}

// settled says that an operand which does not move settles the chain for all time.
func (s *search) settled(n *ir.Node, loops ir.Loops) bool {
	for _, a := range n.Args {
		if !moves(a) {
			if v, err := s.eval(a, loops); err == nil && v == (n.Op == ir.Or) {
				return true
			}
		}
	}
	return false
}

func (s *search) visitChosen(n *ir.Node, loops ir.Loops) {
	if v, err := s.eval(n.Args[0], loops); err == nil {
		if v == true {
			s.visit(n.Args[1], loops)
		} else {
			s.visit(n.Args[2], loops)
		}
	}
}

// loop visits the list, and what is asked of every element that it has now.
func (s *search) loop(n *ir.Node, loops ir.Loops) {
	s.visit(n.Args[0], loops)
	v, err := s.eval(n.Args[0], loops)
	list, ok := v.([]any)
	if err != nil || !ok {
		return
	}
	if moves(n.Args[0]) && !s.steady(n.Args[0], loops) {
		s.opaque(n) // its elements themselves move
		return
	}
	for _, element := range list {
		for _, a := range n.Args[1:] {
			s.visit(a, loops.With(n.Var, element))
		}
	}
}

// call adds the points of a function.
func (s *search) call(n *ir.Node, loops ir.Loops) {
	switch n.Func {
	case "within", "younger":
		s.age(n, loops)
	case "latest":
		s.latest(n, loops)
	default:
		s.still(n, loops)
	}
}

// still says of a node that is no straight line that its operands must not move.
func (s *search) still(n *ir.Node, loops ir.Loops) {
	for _, a := range n.Args {
		if !s.steady(a, loops) {
			s.opaque(n)
			return
		}
	}
}

// age adds when an instant comes to pass, and when it gets older than a length of time.
func (s *search) age(n *ir.Node, loops ir.Loops) {
	rt, okT := s.rate(n.Args[0], loops)
	rd, okD := s.rate(n.Args[1], loops)
	if !okT || !okD {
		s.opaque(n)
		return
	}
	t, errT := s.eval(n.Args[0], loops)
	d, errD := s.eval(n.Args[1], loops)
	if errT != nil || errD != nil {
		return // no value until an operand has one, which is a point of that operand
	}
	age := new(big.Int).Sub(nanos(s.now), nanos(t))
	s.root(age, 1-rt)
	s.root(new(big.Int).Sub(age, nanos(d)), 1-rt-rd)
	s.root(new(big.Int).Sub(age, big.NewInt(math.MaxInt64)), 1-rt) // too long to have a value
}

// latest adds when each of its times comes to pass.
func (s *search) latest(n *ir.Node, loops ir.Loops) {
	if !s.steady(n.Args[0], loops) {
		s.opaque(n)
		return
	}
	v, err := s.eval(n.Args[0], loops)
	if list, ok := v.([]any); ok && err == nil {
		for _, t := range list {
			s.at(t.(time.Time))
		}
	}
}

// meet adds where the two sides of a comparison are equal.
func (s *search) meet(n *ir.Node, loops ir.Loops, a, b *ir.Node) {
	ra, okA := s.rate(a, loops)
	rb, okB := s.rate(b, loops)
	if !okA || !okB {
		s.opaque(n)
		return
	}
	if ra == rb {
		return
	}
	va, errA := s.eval(a, loops)
	vb, errB := s.eval(b, loops)
	if errA == nil && errB == nil {
		s.root(new(big.Int).Sub(nanos(va), nanos(vb)), ra-rb)
	}
}

// limits adds where a difference becomes too long, or short enough, to have a value.
func (s *search) limits(n *ir.Node, loops ir.Loops) {
	ra, okA := s.rate(n.Args[0], loops)
	rb, okB := s.rate(n.Args[1], loops)
	va, errA := s.eval(n.Args[0], loops)
	vb, errB := s.eval(n.Args[1], loops)
	if !okA || !okB || errA != nil || errB != nil || ra == rb {
		return
	}
	d := new(big.Int).Sub(nanos(va), nanos(vb))
	s.root(new(big.Int).Sub(d, big.NewInt(math.MaxInt64)), ra-rb)
	s.root(new(big.Int).Sub(d, big.NewInt(math.MinInt64)), ra-rb)
}

// root adds the instant at which a quantity that is d now, and moves by rate, is 0.
func (s *search) root(d *big.Int, rate int64) {
	if rate == 0 {
		return
	}
	wait := new(big.Int).Div(new(big.Int).Neg(d), big.NewInt(rate)) // rounded towards the past
	switch {
	case wait.IsInt64():
		s.at(s.now.Add(time.Duration(wait.Int64())))
	case wait.Sign() > 0: // further off than a duration can say: look again from there
		s.at(s.now.Add(math.MaxInt64))
	}
}

// nanos gives an instant or a length of time in nanoseconds.
func nanos(v any) *big.Int {
	switch v := v.(type) {
	case time.Duration:
		return big.NewInt(int64(v))
	case time.Time:
		n := big.NewInt(v.Unix())
		return n.Add(n.Mul(n, big.NewInt(1e9)), big.NewInt(int64(v.Nanosecond())))
	}
	return new(big.Int)
}

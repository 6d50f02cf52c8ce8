package horizon

import "github.com/clausewise/clausewise/engine/internal/ir"

// moves says that the value of a node depends on now at all.
func moves(n *ir.Node) bool {
	switch n.Op {
	case ir.Fact:
		if isNow(n) {
			return true
		}
	case ir.Define:
		return moves(n.Define.Body)
	case ir.Call:
		if isAge(n) || n.Func == "latest" {
			return true
		}
	}
	for _, a := range n.Args {
		if moves(a) {
			return true
		}
	}
	return false
}

func isNow(n *ir.Node) bool {
	return n.Op == ir.Fact && n.Fact.From == nil && len(n.Args) == 0 && n.Fact.String() == "now"
}

// isAge says that a node holds the age of something against a length of time.
func isAge(n *ir.Node) bool { return n.Op == ir.Call && (n.Func == "within" || n.Func == "younger") }

// rate gives by how many nanoseconds the value of a node moves in a nanosecond, up to
// its next breakpoint. ok is false where it moves and not in a straight line.
func (s *search) rate(n *ir.Node, loops ir.Loops) (rate int64, ok bool) {
	if !moves(n) {
		return 0, true
	}
	if isNow(n) {
		return 1, true
	}
	switch n.Op {
	case ir.Neg:
		rate, ok := s.rate(n.Args[0], loops)
		return -rate, ok
	case ir.Define:
		return s.rate(n.Define.Body, nil)
	case ir.Add, ir.Sub:
		return s.sum(n, loops)
	case ir.Cond:
		return s.chosen(n, loops)
	case ir.Call:
		if isAge(n) {
			return 0, true
		}
	case ir.Not, ir.And, ir.Or, ir.Eq, ir.Ne, ir.Lt, ir.Le, ir.Gt, ir.Ge, ir.All, ir.Exists, ir.ExistsOne:
		return 0, true // true or false: it jumps, at breakpoints of its own
	}
	return 0, s.steady(n, loops)
}

func (s *search) sum(n *ir.Node, loops ir.Loops) (int64, bool) {
	a, okA := s.rate(n.Args[0], loops)
	b, okB := s.rate(n.Args[1], loops)
	line := n.Type.Kind == ir.Time || n.Type.Kind == ir.Duration || a == 0 && b == 0
	if n.Op == ir.Sub {
		b = -b
	}
	return a + b, okA && okB && line
}

// chosen is the rate of the branch that counts until the condition turns over.
func (s *search) chosen(n *ir.Node, loops ir.Loops) (int64, bool) {
	v, err := s.eval(n.Args[0], loops)
	switch {
	case err != nil:
		return 0, true // no value until then
	case v == true:
		return s.rate(n.Args[1], loops)
	}
	return s.rate(n.Args[2], loops)
}

// steady says that a value keeps still between breakpoints: it may jump, not move.
func (s *search) steady(n *ir.Node, loops ir.Loops) bool {
	if !moves(n) || isNow(n) {
		return !isNow(n)
	}
	switch n.Op {
	case ir.Define:
		return s.steady(n.Define.Body, nil)
	case ir.Call:
		return isAge(n) || s.all(n.Args, loops)
	case ir.Fact, ir.List, ir.Map, ir.In, ir.Index, ir.Mul, ir.Div, ir.Mod:
		return s.all(n.Args, loops)
	case ir.Filter:
		return s.steady(n.Args[0], loops)
	case ir.Transform:
		return s.steadyElements(n, loops)
	}
	rate, ok := s.rate(n, loops)
	return ok && rate == 0
}

func (s *search) all(nodes []*ir.Node, loops ir.Loops) bool {
	for _, n := range nodes {
		if !s.steady(n, loops) {
			return false
		}
	}
	return true
}

// steadyElements says that what map() makes of every element keeps still.
func (s *search) steadyElements(n *ir.Node, loops ir.Loops) bool {
	value := n.Args[len(n.Args)-1]
	if !s.steady(n.Args[0], loops) {
		return false
	}
	v, err := s.eval(n.Args[0], loops)
	list, _ := v.([]any)
	if err != nil {
		return true
	}
	for _, element := range list {
		if !s.steady(value, loops.With(n.Var, element)) {
			return false
		}
	}
	return true
}

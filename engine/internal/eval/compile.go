package eval

import (
	"reflect"
	"time"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// cond is a compiled condition, expr any other compiled expression; ok is false
// where the expression has no value, for whatever reason.
type (
	cond func(*frame) tri
	expr func(*frame) (v value, ok bool)
)

// compiler makes closures out of trees. Where a construct cannot be compiled, stuck says
// so until an expression around it is reached that stands on its own and has a scalar
// value: that is asked of CEL as a whole. Until then what was made is nil, and nobody
// calls it.
type compiler struct {
	action  *schema.Action
	bind    Bind
	owner   map[*schema.Field]reflect.Type // the struct that each fact is a field of
	loops   map[*ir.Loop]int               // slot of the variable
	defines map[*ir.Binding]expr
	truths  map[*ir.Binding]cond   // of defines that are conditions
	lists   map[*schema.Field]expr // facts of the root that are lists
	columns map[*schema.Field]*column
	trying  int      // above 0 while an answer is found out
	kept    int      // how many values are kept for a decision
	empty   *frame   // evaluates constants, and has every slot
	stuck   *Outside // what cannot be compiled, until an expression around it is found
	outside []Outside
}

// Outside is an expression that is evaluated by CEL itself, and what in it is the
// reason.
type Outside struct {
	Clause string   // the id of the first clause that reads it
	Node   *ir.Node // the expression
	Reason string   // in words for the owner of the clause
}

func newCompiler(a *schema.Action, bind Bind) *compiler {
	c := &compiler{action: a, bind: bind, owner: map[*schema.Field]reflect.Type{}, loops: map[*ir.Loop]int{},
		defines: map[*ir.Binding]expr{}, truths: map[*ir.Binding]cond{}, lists: map[*schema.Field]expr{}, columns: map[*schema.Field]*column{}}
	c.own(a.Facts, a.GoType())
	c.empty = &frame{facts: reflect.New(a.GoType()).Interface(), bind: bind}
	c.slot() // rootSlot
	c.empty.slots[rootSlot].p = placeOf(c.empty.facts)
	return c
}

// own notes the Go struct of every fact of a group and of the groups in it.
func (c *compiler) own(t *schema.Type, in reflect.Type) {
	for _, f := range t.Fields {
		c.owner[f] = in
		is := in.Field(f.Index()).Type
		inner := f.Type
		for is.Kind() == reflect.Pointer || is.Kind() == reflect.Slice {
			is = is.Elem()
		}
		if inner.Kind == schema.List {
			inner = inner.Elem
		}
		if inner.Kind == schema.Group {
			c.own(inner, is)
		}
	}
}

// fail notes why an expression cannot be compiled; what it gives is never called.
func (c *compiler) fail(n *ir.Node, reason string) expr {
	if c.stuck == nil {
		c.stuck = &Outside{Node: n, Reason: reason}
	}
	return nil
}

// cond compiles a condition.
func (c *compiler) cond(n *ir.Node) cond {
	if c.trying == 0 {
		if a, ok := c.question(n); ok {
			return a.cond()
		}
	}
	before, known := c.stuck, len(c.outside)
	c.stuck = nil
	made := c.condition(n)
	if c.stuck != nil && standsAlone(n) {
		c.outside = c.outside[:known]
		made = truthOf(c.ask(n))
	}
	if c.stuck != nil {
		return nil
	}
	c.stuck = before
	if isConstant(n) {
		t := made(c.empty)
		return func(*frame) tri { return t }
	}
	return made
}

// expr compiles an expression of any kind. (cond and expr are alike but for the type of
// what they make: conditions are most of every clause, and this keeps them cheap.)
func (c *compiler) expr(n *ir.Node) expr {
	before, known := c.stuck, len(c.outside)
	c.stuck = nil
	made := c.expression(n)
	if c.stuck != nil && standsAlone(n) && isScalar(n.Type.Kind) {
		c.outside = c.outside[:known]
		made = c.ask(n)
	}
	if c.stuck != nil {
		return nil
	}
	c.stuck = before
	if isConstant(n) {
		v, ok := made(c.empty)
		return func(*frame) (value, bool) { return v, ok }
	}
	return made
}

// constant gives the value of a constant expression; ok is false where it is none, or
// has none.
func (c *compiler) constant(n *ir.Node) (v value, ok bool) {
	if !isConstant(n) {
		return value{}, false
	}
	stuck := c.stuck
	made := c.expr(n)
	if c.stuck = stuck; made == nil {
		return value{}, false
	}
	return made(c.empty)
}

func truthOf(x expr) cond {
	return func(f *frame) tri {
		v, ok := x(f)
		if !ok {
			return fails
		}
		return tri(v.n) << 1
	}
}

func valueOf(x cond) expr {
	return func(f *frame) (value, bool) {
		t := x(f)
		return value{n: int64(t >> 1)}, t != fails
	}
}

func (c *compiler) condition(n *ir.Node) cond {
	switch n.Op {
	case ir.Fact:
		return c.truth(n)
	case ir.Has:
		return c.has(n)
	case ir.And, ir.Or:
		return c.chain(n)
	case ir.Not:
		x := c.cond(n.Args[0])
		return func(f *frame) tri { return yes - x(f) }
	case ir.Cond:
		return c.choice(n)
	case ir.Eq, ir.Ne:
		return c.equality(n)
	case ir.Lt, ir.Le, ir.Gt, ir.Ge:
		return c.comparison(n)
	case ir.In:
		return c.in(n)
	case ir.All, ir.Exists, ir.ExistsOne:
		return c.quantifier(n)
	case ir.Call:
		return c.test(n)
	case ir.Define:
		return c.trueDefine(n)
	}
	return truthOf(c.operand(n))
}

func (c *compiler) expression(n *ir.Node) expr {
	if n.Type.Kind == ir.Bool {
		return valueOf(c.condition(n))
	}
	return c.operand(n)
}

// operand compiles what is read and made in one way, whatever its kind.
func (c *compiler) operand(n *ir.Node) expr {
	switch n.Op {
	case ir.Const:
		return c.literal(n)
	case ir.Fact:
		return c.fact(n)
	case ir.Var:
		slot := c.loops[n.Var]
		return func(f *frame) (value, bool) { return f.slots[slot], true }
	case ir.Define:
		return c.define(n)
	case ir.Cond:
		return c.alternative(n)
	case ir.Index:
		return c.index(n)
	case ir.List:
		return c.listOf(n)
	case ir.Filter:
		return c.filter(n)
	case ir.Transform:
		return c.transform(n)
	case ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Mod, ir.Neg:
		return c.arithmetic(n)
	case ir.Call:
		return c.call(n)
	}
	return c.fail(n, "a map is made here")
}

func (c *compiler) literal(n *ir.Node) expr {
	v, ok := fromGo(n.Const)
	if !ok {
		return c.fail(n, "there are no facts of this kind")
	}
	return func(*frame) (value, bool) { return v, true }
}

// fromGo gives a scalar of Go as a value.
func fromGo(x any) (value, bool) {
	switch x := x.(type) {
	case bool:
		return value{n: int64(truth(x) >> 1)}, true
	case int64:
		return value{n: x}, true
	case float64:
		return ofDouble(x), true
	case string:
		return ofText(x), true
	case time.Time:
		return ofTime(x), true
	case time.Duration:
		return value{n: int64(x)}, true
	}
	return value{}, false
}

func isScalar(k ir.Kind) bool {
	return k == ir.Bool || k == ir.Int || k == ir.Double || k == ir.String || k == ir.Time || k == ir.Duration
}

// ask evaluates an expression by CEL itself.
func (c *compiler) ask(n *ir.Node) expr {
	if !isConstant(n) {
		c.outside = append(c.outside, Outside{Node: n, Reason: c.stuck.Reason})
	}
	c.stuck = nil
	return func(f *frame) (value, bool) {
		if f.ask == nil {
			f.ask = f.bind(f.facts)
		}
		v, err := f.ask(n, nil)
		if err != nil {
			return value{}, false
		}
		return fromGo(v)
	}
}

// isConstant says that an expression reads no fact and no variable of a loop around it.
func isConstant(n *ir.Node) bool { return standsAlone(n) && !readsFacts(n) }

func readsFacts(n *ir.Node) (reads bool) {
	n.Walk(func(n *ir.Node) bool {
		switch n.Op {
		case ir.Fact, ir.Has:
			reads = reads || n.Fact.From == nil && len(n.Args) == 0
		case ir.Define:
			reads = reads || readsFacts(n.Define.Body)
		case ir.Call: // these read now
			reads = reads || n.Func == "within" || n.Func == "younger" || n.Func == "latest"
		}
		return !reads
	})
	return reads
}

// standsAlone says that no loop around an expression has a variable that it reads.
func standsAlone(n *ir.Node) bool {
	alone, own := true, map[*ir.Loop]bool{}
	n.Walk(func(n *ir.Node) bool {
		switch n.Op {
		case ir.All, ir.Exists, ir.ExistsOne, ir.Filter, ir.Transform:
			own[n.Var] = true
		case ir.Var:
			alone = alone && own[n.Var]
		case ir.Fact, ir.Has:
			alone = alone && (n.Fact.From == nil || own[n.Fact.From])
		}
		return alone
	})
	return alone
}

// chain joins conditions; the first that settles it ends it.
func (c *compiler) chain(n *ir.Node) cond {
	args := make([]cond, len(n.Args))
	for i, a := range n.Args {
		args[i] = c.cond(a)
	}
	if n.Op == ir.And {
		return conjunction(args)
	}
	return disjunction(args)
}

func conjunction(args []cond) cond {
	if len(args) == 2 {
		x, y := args[0], args[1]
		return func(f *frame) tri {
			t := x(f)
			if t == no {
				return no
			}
			return min(t, y(f))
		}
	}
	return func(f *frame) tri {
		t := yes
		for _, x := range args {
			if t = min(t, x(f)); t == no {
				return no
			}
		}
		return t
	}
}

func disjunction(args []cond) cond {
	if len(args) == 2 {
		x, y := args[0], args[1]
		return func(f *frame) tri {
			t := x(f)
			if t == yes {
				return yes
			}
			return max(t, y(f))
		}
	}
	return func(f *frame) tri {
		t := no
		for _, x := range args {
			if t = max(t, x(f)); t == yes {
				return yes
			}
		}
		return t
	}
}

// choice is c ? x : y between conditions. Unlike a chain it absorbs nothing.
func (c *compiler) choice(n *ir.Node) cond {
	test, then, other := c.cond(n.Args[0]), c.cond(n.Args[1]), c.cond(n.Args[2])
	return func(f *frame) tri {
		switch test(f) {
		case yes:
			return then(f)
		case no:
			return other(f)
		}
		return fails
	}
}

func (c *compiler) alternative(n *ir.Node) expr {
	test, then, other := c.cond(n.Args[0]), c.expr(n.Args[1]), c.expr(n.Args[2])
	return func(f *frame) (value, bool) {
		switch test(f) {
		case yes:
			return then(f)
		case no:
			return other(f)
		}
		return value{}, false
	}
}

// both evaluates two operands and gives what a test says of them.
func both(x, y expr, test func(a, b value) tri) cond {
	return func(f *frame) tri {
		a, ok := x(f)
		if !ok {
			return fails
		}
		b, ok := y(f)
		if !ok {
			return fails
		}
		return test(a, b)
	}
}

func (c *compiler) equality(n *ir.Node) cond {
	kind := n.Args[0].Type.Kind
	equal, want := same(kind), n.Op == ir.Eq
	if equal == nil || n.Args[1].Type.Kind != kind {
		c.fail(n, "lists, maps and bytes are compared")
		return nil
	}
	if word, ok := c.constant(n.Args[1]); ok && kind == ir.String {
		if slot, r, ok := c.direct(n.Args[0]); ok {
			return isText(slot, r, word.text(), want)
		}
	}
	return both(c.expr(n.Args[0]), c.expr(n.Args[1]), func(a, b value) tri { return truth(equal(a, b) == want) })
}

func isText(slot int, r *route, word string, want bool) cond {
	return func(f *frame) tri {
		p := r.find(f.slots[slot].p)
		if p == nil {
			return fails
		}
		return truth((textAt(p) == word) == want)
	}
}

func (c *compiler) comparison(n *ir.Node) cond {
	kind := n.Args[0].Type.Kind
	compare := order(kind)
	if compare == nil || n.Args[1].Type.Kind != kind {
		c.fail(n, "these kinds are compared")
		return nil
	}
	below, equal, above := n.Op == ir.Lt || n.Op == ir.Le, n.Op == ir.Le || n.Op == ir.Ge, n.Op == ir.Gt || n.Op == ir.Ge
	return both(c.expr(n.Args[0]), c.expr(n.Args[1]), func(a, b value) tri {
		o, ok := compare(a, b)
		return truth(ok && (o < 0 && below || o == 0 && equal || o > 0 && above))
	})
}

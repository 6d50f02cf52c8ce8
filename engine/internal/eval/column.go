package eval

import (
	"reflect"
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// column is one fact as a small number, its code, which says all that clauses ask of
// it: 0 is unknown; of a truth 1 is false and 2 is true; of a text 1 is any but the
// words that clauses compare it with, which follow; of any other fact, of which only
// has() is asked, 1 is known.
type column struct {
	route
	index int // among the codes of a frame
	words
	bounds   textBounds // of any other text
	bound    bool       // no text but any other can be out of them
	path     []*schema.Field
	examples []place // by code
}

// code gives the code of the fact; sound is false where a text is out of its limits.
func (c *column) code(root place) (code uint32, sound bool) {
	p := c.find(root)
	switch {
	case p == nil:
		return unknown, true
	case c.kind == schema.String:
		code = c.word(textAt(p))
		return code, code != known || !c.bound || c.bounds.hold(textAt(p))
	case c.kind == schema.Bool:
		return known + uint32(truthAt(p)>>1), true
	}
	return known, true
}

// bind notes the limits of a text whose words are all within them.
func (c *column) bind() {
	if c.kind == schema.String {
		c.bounds = boundsOf(c.path[len(c.path)-1])
		c.bound = !slices.ContainsFunc(c.list, func(w string) bool { return !c.bounds.hold(w) })
	}
}

// size is how many codes there are.
func (c *column) size() int {
	switch c.kind {
	case schema.Bool:
		return 3
	case schema.String:
		return c.words.size()
	}
	return 2
}

// example is a struct in which the fact has a code; nothing else in it matters.
func (c *column) example(of reflect.Type, code uint32) place {
	for len(c.examples) <= int(code) {
		c.examples = append(c.examples, nil)
	}
	if c.examples[code] == nil {
		made := reflect.New(of)
		if code != unknown {
			c.set(made.Elem(), code)
		}
		c.examples[code] = placeOf(made.Interface())
	}
	return c.examples[code]
}

func (c *column) set(v reflect.Value, code uint32) {
	for _, f := range c.path {
		if v = v.Field(f.Index()); v.Kind() == reflect.Pointer {
			v.Set(reflect.New(v.Type().Elem()))
			v = v.Elem()
		}
	}
	switch c.kind {
	case schema.Bool:
		v.SetBool(code > known)
	case schema.String:
		v.SetString(c.text(code))
	case schema.List:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
}

// text is a text with that code.
func (c *column) text(code uint32) string {
	if code >= firstWord {
		return c.list[code-firstWord]
	}
	other := "any other"
	for c.word(other) != known {
		other += "."
	}
	return other
}

// answer is the truth of a condition that reads a single fact, and asks of it nothing
// but what its code says.
type answer struct {
	column int
	plain  [3]tri   // by code: unknown, known, and of a truth true
	words  []uint32 // the codes for which it is otherwise
	truths []tri
}

func (a *answer) truth(code uint32) tri {
	for i, w := range a.words {
		if w == code {
			return a.truths[i]
		}
	}
	return a.plain[min(code, 2)]
}

// told are the codes, but for the first two, for which it is not as for any other text,
// or for false.
func (a *answer) told() []uint32 {
	if a.plain[2] != a.plain[known] {
		return []uint32{2}
	}
	return a.words
}

func (a *answer) cond() cond {
	if i := a.column; len(a.words) == 0 {
		return func(f *frame) tri { return a.plain[min(f.codes[i], 2)] }
	}
	return func(f *frame) tri { return a.truth(f.codes[a.column]) }
}

// question finds out whether a condition is of that kind, and its answer for every
// code, by trying each.
func (c *compiler) question(n *ir.Node) (*answer, bool) {
	var q question
	if !c.asks(n, &q) || q.fact.Fields == nil {
		return nil, false
	}
	col := c.column(q.fact)
	a := &answer{column: col.index}
	c.trying++
	test := c.condition(n)
	c.trying--
	try := func(code uint32) tri {
		c.empty.slots[rootSlot].p = col.example(c.action.GoType(), code)
		return test(c.empty)
	}
	a.plain = [3]tri{try(unknown), try(known)}
	a.plain[2] = a.plain[known]
	if col.kind == schema.Bool {
		a.plain[2] = try(2)
	}
	for _, w := range slices.Compact(slices.Sorted(slices.Values(q.words))) {
		code := col.add(w)
		if t := try(code); t != a.plain[known] {
			a.words, a.truths = append(a.words, code), append(a.truths, t)
		}
	}
	return a, true
}

func (c *compiler) column(fact ir.Path) *column {
	made := c.columns[fact.Leaf()]
	if made == nil {
		made = &column{route: *routeTo(c.action.GoType(), fact.Fields), index: len(c.columns), path: fact.Fields}
		c.columns[fact.Leaf()] = made
	}
	return made
}

// question is what a condition asks of one fact.
type question struct {
	fact  ir.Path
	words []string // that a text is compared with
}

// asks finds the one fact that a condition reads, unless it reads several, or one in
// another way than by its code.
func (c *compiler) asks(n *ir.Node, q *question) bool {
	switch n.Op {
	case ir.Const:
		return n.Type.Kind == ir.Bool
	case ir.Fact:
		return n.Type.Kind == ir.Bool && q.of(n)
	case ir.Has:
		return q.of(n)
	case ir.Define:
		return c.asks(n.Define.Body, q)
	case ir.Not, ir.And, ir.Or, ir.Cond:
		return n.Type.Kind == ir.Bool && c.askAll(n.Args, q)
	case ir.Eq, ir.Ne:
		if n.Args[0].Type.Kind == ir.Bool {
			return c.askAll(n.Args, q)
		}
		return c.asksWords(n.Args[0], n.Args[1], q) || c.asksWords(n.Args[1], n.Args[0], q)
	case ir.In:
		return c.asksWords(n.Args[0], n.Args[1], q)
	}
	return false
}

func (c *compiler) askAll(nodes []*ir.Node, q *question) bool {
	for _, n := range nodes {
		if !c.asks(n, q) {
			return false
		}
	}
	return true
}

// asksWords says that a text fact is compared with a constant text, or with each of
// a constant list.
func (c *compiler) asksWords(fact, with *ir.Node, q *question) bool {
	if fact.Op != ir.Fact || fact.Type.Kind != ir.String || !q.of(fact) {
		return false
	}
	v, ok := c.constant(with)
	switch {
	case ok && with.Type.Kind == ir.String:
		q.words = append(q.words, v.text())
	case ok && with.Type.Kind == ir.ListKind && with.Type.Elem.Kind == ir.String:
		q.words = append(q.words, texts(v)...)
	default:
		return false
	}
	return true
}

// of notes the fact, and says whether it is the only one so far.
func (q *question) of(n *ir.Node) bool {
	if n.Fact.From != nil || len(n.Args) > 0 {
		return false
	}
	if q.fact.Fields == nil {
		q.fact = n.Fact
	}
	return q.fact.Leaf() == n.Fact.Leaf()
}

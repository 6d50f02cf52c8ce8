// Package ir is the typed tree of an expression as its owner wrote it: facts instead
// of selections, `exists` instead of its expansion, chains of && and || flat, and for
// every node the exact place in the file. Whatever reads clauses, to explain them, to
// find when they change, to make them fast, reads this and not the tree of CEL.
//
// Package lang makes it and alone knows how it hangs together with CEL.
package ir

import (
	"github.com/clausewise/clausewise/engine/schema"
)

// Op says what a node does.
type Op uint8

// The operations. Where nothing else is said, Args are the operands in the order of
// the source.
const (
	Const     Op = iota + 1 // Const is the value
	Fact                    // Fact is read, of the group Args[0] where there is one; unknown is an error
	Has                     // has(fact)
	Var                     // Var, an element of a list, is read
	Define                  // Define is read
	And                     // a chain, all of it
	Or                      // a chain, all of it
	Not                     //
	Cond                    // condition, then, else; assume(fact, value) too
	Eq                      //
	Ne                      //
	Lt                      //
	Le                      //
	Gt                      //
	Ge                      //
	In                      // element, list
	Add                     //
	Sub                     //
	Mul                     //
	Div                     //
	Mod                     //
	Neg                     //
	Index                   // list or map, key
	List                    // the elements
	Map                     // key, value, key, value, …
	Call                    // Func with the operands; for a method the receiver is the first
	All                     // the list and the condition, for Var
	Exists                  // the list and the condition
	ExistsOne               // the list and the condition
	Filter                  // the list and the condition
	Transform               // map(): the list, the condition where there are three, and the value
)

// Kind is the kind of a value.
type Kind uint8

// The kinds. Group stands for an element of a list of groups: only its facts are read.
const (
	Bool Kind = iota + 1
	Int
	Uint
	Double
	String
	Bytes
	Time     // an instant
	Duration // a length of time
	ListKind
	MapKind
	Group
)

// Type is the type of a node's value.
type Type struct {
	Kind Kind
	Elem *Type // of a list; of a map the values
	Key  *Type // of a map
}

// Node is one expression. It is immutable.
type Node struct {
	Op   Op
	Type Type
	Args []*Node
	Span Span
	Text string // as it is written; assume, within and the like by their own names

	Const  any      // Const: bool, int64, uint64, float64, string, []byte, time.Time or time.Duration
	Fact   Path     // Fact, Has
	Var    *Loop    // Var: of which loop; the loops themselves: their variable
	Define *Binding // Define
	Func   string   // Call: such as within, latest, size, startsWith, getHours
}

// Span is where a node stands in its file: from Start up to End, in code points of
// the whole file from 0, and the line and column, from 1, of both.
type Span struct {
	Start, End      int
	Line, Col       int
	EndLine, EndCol int
}

// Path is a fact: the fields from the root of the facts, or from an element of a list.
type Path struct {
	Fields []*schema.Field
	From   *Loop // nil: the root
}

// String is the path as an owner writes it: thread.open, or a.kind in a loop over a.
func (p Path) String() string {
	text := ""
	if p.From != nil {
		text = p.From.Name
	}
	for _, f := range p.Fields {
		if text != "" {
			text += "."
		}
		text += f.Name
	}
	return text
}

// Leaf is the fact itself, the last field of the path.
func (p Path) Leaf() *schema.Field { return p.Fields[len(p.Fields)-1] }

// Loop is one all, exists, exists_one, filter or map.
type Loop struct {
	Name string // of its variable
}

// Binding is a define: a name for an expression of its own file.
type Binding struct {
	Name string
	File string // path of its file
	Body *Node
}

// Clause is what a clause demands, as trees.
type Clause struct {
	ID    string
	Scope *Node // nil: everybody
	Body  *Node
	By    *Node // nil: no due instant
}

// Walk calls visit for the node and everything below it, the bodies of defines not
// among it, until visit says false for a node: then what is below that is left out.
func (n *Node) Walk(visit func(*Node) bool) {
	if !visit(n) {
		return
	}
	for _, a := range n.Args {
		a.Walk(visit)
	}
}

// Loops binds the variables of loops to elements of their lists.
type Loops map[*Loop]any

// With is the same bindings and one more.
func (l Loops) With(loop *Loop, element any) Loops {
	made := Loops{loop: element}
	for k, v := range l {
		made[k] = v
	}
	return made
}

// Evaluate gives the value of a node as a Go value: bool, int64, uint64, float64, string,
// []byte, time.Time, time.Duration, []any, map[any]any, or an opaque element of a list
// of groups. The error says why there is none.
type Evaluate func(n *Node, loops Loops) (any, error)

package lang

import "github.com/clausewise/clausewise/engine/internal/lang/blame"

// Unknown lists, sorted, every unknown fact that keeps the clause from being told:
// while none of them is known, knowing any other changes nothing, save for a fact of
// which the clause asks whether it is known. Evaluation itself names only the first.
func (c *Clause) Unknown(x *Facts) []string { return c.env.unknown(x, c.scope, c.body) }

// unknown searches programs, of which some may be nil.
func (e *Env) unknown(x *Facts, programs ...*program) []string {
	var searched []blame.Program
	for _, p := range programs {
		if p != nil {
			searched = append(searched, p.traced())
		}
	}
	s := &blame.Search{Env: e.cel, Facts: x, Defines: e.traced}
	return s.Unknown(searched...)
}

// traced is the define of a name, if there is one.
func (e *Env) traced(define string) (p blame.Program, ok bool) {
	d := e.defines[define]
	if d == nil {
		return p, false
	}
	return d.traced(), true
}

func (p *program) traced() blame.Program {
	return blame.Program{Tree: p.ast.NativeRep(), Trace: p.trace}
}

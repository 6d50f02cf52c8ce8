package lang

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang/complete"
	"github.com/clausewise/clausewise/engine/schema"
)

// Name is one way an expression can go on.
type Name = complete.Name

// Names are the facts, the defines and the functions that need nothing before them,
// sorted by text.
func (e *Env) Names() []Name {
	return complete.Names(e.cel, e.vocab, func(define string) string { return e.defines[define].file.Title })
}

// Members are what can stand behind the dot after the body of a file: the facts of a
// group, or the functions of a value. There are none where the body does not compile.
func (e *Env) Members(f *clause.File) []Name {
	made := e.parsed(f)
	if made == nil {
		return nil
	}
	return complete.Members(e.cel, e.vocab, made.OutputType())
}

// Fact is the fact that the body of a file reads, or nil where it is anything else.
func (e *Env) Fact(f *clause.File) *schema.Field {
	made := e.parsed(f)
	if made == nil {
		return nil
	}
	if fact := e.vocab.FactOf(made.NativeRep(), made.NativeRep().Expr()); fact != nil {
		return fact.Field
	}
	return nil
}

// parsed compiles a body as far as its type. A group, which no clause may use as a
// value, has one too.
func (e *Env) parsed(f *clause.File) *cel.Ast {
	if f.Body == nil || f.Body.Bad {
		return nil
	}
	made, issues := e.cel.CompileSource(common.NewStringSource(f.Body.Text, f.Path))
	if issues.Err() != nil {
		return nil
	}
	return made
}

// Package lang is what a clause can say and what it means: the CEL environment of
// each action, its clauses and defines compiled, and what they evaluate to. The parts
// lie below it, each with one subject, and nobody outside sees them: what can be named
// (vocab, defines) and called (functions), what is refused (vet) and in which words
// (wording, lexicon), how much is allowed (limits), clauses as ir (tree), values as
// others read them (values), which unknown facts matter (blame), and how an expression
// can go on (complete). Together they are the only importers of cel-go, of which nothing
// shows in the API of lang.
//
// The flow: NewDefines orders the defines; NewEnv makes the environment of one
// action with the defines that its clauses read; Env.Clause compiles a clause;
// Env.Bind readies a fact set; Clause.Tree gives a clause as ir, which package eval
// decides by. Clause.Decide is CEL's own answer: what eval is held to by the tests, and
// what words an error.
package lang

import (
	"fmt"
	"sync"

	"cel.dev/cel-go/cel"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/defines"
	"github.com/clausewise/clausewise/engine/internal/lang/functions"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/schema"
)

// Env is what the clauses of one action may say. Once made it does not change, and is
// safe for concurrent use.
type Env struct {
	cel     *cel.Env
	vocab   *vocab.Vocabulary
	costs   *limits.Estimator
	defines map[string]*define // those that compile
	nodes   sync.Map           // *ir.Node -> *piece, for those who ask for the value of one
}

// NewEnv makes the environment of an action, with the defines that these clauses
// read. Its faults are those of the defines.
func NewEnv(s *schema.Schema, a *schema.Action, d *Defines, clauses []*clause.File) (*Env, fault.List) {
	v := vocab.New(s, a, d)
	e := &Env{vocab: v, costs: &limits.Estimator{Vocab: v, Lists: map[string]uint64{}}, defines: map[string]*define{}}
	opts := append(functions.Standard(), functions.Ours()...)
	for _, g := range v.Groups {
		opts = append(opts, cel.Types(g))
	}
	opts = append(opts, cel.Variable(vocab.RootName, v.Root.Type))
	for _, name := range v.Root.Names {
		opts = append(opts, cel.Variable(name, v.Root.Fields[name].CEL))
	}
	made, err := cel.NewCustomEnv(opts...)
	if err != nil {
		panic(fmt.Sprintf("lang: the environment of `%s`: %v", a.Name, err)) // a fault of ours, not of a clause
	}
	e.cel = made
	return e, e.addDefines(d.Behind(clauses))
}

// addDefines compiles defines, which come in an order in which each reads only those
// before it, and declares each under its name.
func (e *Env) addDefines(files []*clause.File) (faults fault.List) {
	for level := range defines.Levels(files) {
		var vars []cel.EnvOption
		for _, f := range level {
			c, fs := e.compile(f, f.Body)
			p, planFaults := e.plan(c)
			faults = append(faults, append(fs, planFaults...)...)
			if p == nil {
				continue
			}
			vars = append(vars, e.define(defines.Name(f), p))
		}
		extended, err := e.cel.Extend(vars...)
		if err != nil {
			panic(fmt.Sprintf("lang: declaring defines: %v", err)) // names were verified by NewDefines
		}
		e.cel = extended
	}
	return faults
}

// define keeps a compiled define, and declares it.
func (e *Env) define(name string, p *program) cel.EnvOption {
	e.defines[name] = &define{program: p, index: len(e.defines)}
	e.vocab.Defines[name] = p.ast.NativeRep()
	e.costs.Lists[name] = p.size
	return cel.Variable(name, p.ast.OutputType())
}

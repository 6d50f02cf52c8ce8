// Package lang is what a clause can say and what it means: the CEL environment of
// each action, the types of its facts, our functions, the limits, and the words of
// errors. It is the only importer of cel-go; nothing of cel-go shows in its API.
//
// The flow: NewDefines orders the defines; NewEnv makes the environment of one
// action with the defines that its clauses read; Env.Clause compiles a clause;
// Env.Bind readies a fact set; Clause.Decide says whether the clause holds.
package lang

import (
	"fmt"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/env"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema"
)

// Limits that hold for every expression; each is refused when a policy is loaded.
const (
	MaxNodes      = 2_000
	MaxDepth      = 32
	MaxClauseCost = 25_000
	MaxActionCost = 250_000
	maxRegexSize  = 2_000
)

// Env is what the clauses of one action may say. Once made it does not
// change, and is safe for concurrent use.
type Env struct {
	schema  *schema.Schema
	action  *schema.Action
	cel     *cel.Env
	root    *groupType
	groups  map[string]*groupType // by CEL type name
	defines map[string]*define    // those that compile
	nodes   sync.Map              // *ir.Node -> *piece, for those who ask for the value of one
	all     *Defines              // those that do not too: who reads one of them is not compiled
}

// NewEnv makes the environment of an action, with the defines that these clauses
// read. Its faults are those of the defines.
func NewEnv(s *schema.Schema, a *schema.Action, d *Defines, clauses []*clause.File) (*Env, fault.List) {
	e := &Env{schema: s, action: a, all: d, groups: map[string]*groupType{}, defines: map[string]*define{}}
	var groups []*groupType
	e.root = newGroupType("facts", a.Facts, &groups)
	opts := append(language(), functions()...)
	for _, g := range groups {
		e.groups[g.TypeName()] = g
		opts = append(opts, cel.Types(g))
	}
	opts = append(opts, cel.Variable(rootName, e.root.Type))
	for _, name := range e.root.names {
		opts = append(opts, cel.Variable(name, e.root.fields[name].typ))
	}
	made, err := cel.NewCustomEnv(opts...)
	if err != nil {
		panic(fmt.Sprintf("lang: the environment of `%s`: %v", a.Name, err)) // a fault of ours, not of a clause
	}
	e.cel = made
	return e, e.addDefines(d.readBy(clauses))
}

// language is the part of CEL that clauses have: no dyn, no type, bounded in size.
func language() []cel.EnvOption {
	return []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(&env.LibrarySubset{ExcludeFunctions: []*env.Function{{Name: "dyn"}, {Name: "type"}}})),
		cel.EnableMacroCallTracking(),
		cel.DefaultUTCTimeZone(true),
		cel.ParserRecursionLimit(MaxDepth),
		cel.ParserErrorRecoveryLimit(1),
		cel.ExpressionNodeLimit(MaxNodes),
		cel.ParserExpressionSizeLimit(2 << 20), // counts the prose too; clause bounds the expression
	}
}

// addDefines compiles defines, which come in an order in which each reads only those
// before it, and declares each under its name.
func (e *Env) addDefines(files []*clause.File) (faults fault.List) {
	for level := range levels(files) {
		var vars []cel.EnvOption
		for _, f := range level {
			c, fs := e.compile(f, f.Body)
			p, planFaults := e.plan(c)
			faults = append(faults, append(fs, planFaults...)...)
			if p == nil {
				continue
			}
			e.defines[name(f)] = &define{program: p, index: len(e.defines)}
			vars = append(vars, cel.Variable(name(f), p.ast.OutputType()))
		}
		extended, err := e.cel.Extend(vars...)
		if err != nil {
			panic(fmt.Sprintf("lang: declaring defines: %v", err)) // names were verified by NewDefines
		}
		e.cel = extended
	}
	return faults
}

package main

import (
	"fmt"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/clausewise/clausewise/facts"
)

// exprFacts is the caller's struct, with a function for lengths of time.
type exprFacts struct{ *facts.Send }

// Hours is a length of time; expr calls it once, when it compiles.
func (exprFacts) Hours(n int) time.Duration { return time.Duration(n) * time.Hour }

func exprEnv(f *facts.Send) *exprFacts { return &exprFacts{f} }

// exprPeers decide a translation on the caller's struct, clause by clause.
func exprPeers(p pack, sets []*facts.Send) ([]peer, error) {
	translated, err := p.translated(translations, "translated/clauses.expr")
	if err != nil {
		return nil, err
	}
	var programs []*vm.Program
	for _, c := range translated {
		program, err := expr.Compile(exprText(c), expr.Env(&exprFacts{}), expr.ConstExpr("Hours"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.id, err)
		}
		programs = append(programs, program)
	}
	var machine vm.VM
	return []peer{ready("expr", sets, exprEnv, func(f *exprFacts) said { return exprDecide(&machine, programs, f) })}, nil
}

// exprText is as in celProgram: a permit gives 0, 1 or 2.
func exprText(c clause) string {
	if c.effect == "permit" {
		return "(" + c.scope + ") ? ((" + c.body + ") ? 1 : 2) : 0"
	}
	return "(" + c.scope + ") && (" + c.body + ")"
}

func exprDecide(machine *vm.VM, programs []*vm.Program, f *exprFacts) (s said) {
	for i, p := range programs {
		switch v, err := machine.Run(p, f); {
		case err != nil:
			panic(err) // the translation leaves nothing unknown
		case v == true, v == 1:
			s.speaks |= 1 << i
		case v == 2:
			s.unmet |= 1 << i
		}
	}
	return s
}

package main

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/clausewise/clausewise/facts"
)

// opaPeers decide a translation by one prepared query, which gives the ids of what
// speaks and of the permits that are unmet.
func opaPeers(p pack, sets []*facts.Send) ([]peer, error) {
	text, err := translations.ReadFile("translated/clauses.rego")
	if err != nil {
		return nil, err
	}
	query, err := rego.New(
		rego.Module("clauses.rego", string(text)),
		rego.Query("[data.clausewise.speaks, data.clausewise.unmet]"),
	).PrepareForEval(context.Background())
	if err != nil {
		return nil, err
	}
	bits := p.bits()
	decide := func(input ast.Value) said { return opaDecide(query, bits, input) }
	return []peer{
		ready("OPA", sets, opaInput, decide),
		making("OPA, input made each time", sets, opaInput, decide),
	}, nil
}

func opaInput(f *facts.Send) ast.Value { return ast.MustInterfaceToValue(asNumbers(f)) }

func opaDecide(query rego.PreparedEvalQuery, bits map[string]uint64, input ast.Value) said {
	results, err := query.Eval(context.Background(), rego.EvalParsedInput(input))
	if err != nil {
		panic(err) // the translation leaves nothing unknown
	}
	sets := results[0].Expressions[0].Value.([]any)
	return said{those(sets[0], bits), those(sets[1], bits)}
}

func those(ids any, bits map[string]uint64) (set uint64) {
	for _, id := range ids.([]any) {
		set |= bits[id.(string)]
	}
	return set
}

package main

import "github.com/clausewise/clausewise/facts"

// said is a decision with every finding: the clauses that speak, and the permits in
// scope that do not hold, by their places in the pack. What cannot be told counts on
// the strict side.
type said struct{ speaks, unmet uint64 }

// permitted is the outcome. A forbid beats every permit.
func (s said) permitted(p pack) bool {
	return s.speaks&p.effect("permit") != 0 && s.speaks&p.effect("forbid") == 0
}

// peer is one way to decide the pack.
type peer struct {
	name string
	run  func(set int)      // decides the fact set with that number
	says func(set int) said // tells what run decides
}

// ready is a peer to which the facts are given in the form that it wants, made before
// anything is timed.
func ready[T any](name string, sets []*facts.Send, form func(*facts.Send) T, decide func(T) said) peer {
	made := make([]T, len(sets))
	for i, f := range sets {
		made[i] = form(f)
	}
	return peer{name,
		func(set int) { decide(made[set]) },
		func(set int) said { return decide(made[set]) }}
}

// making is the same peer where its form of the facts is made for each decision.
func making[T any](name string, sets []*facts.Send, form func(*facts.Send) T, decide func(T) said) peer {
	return peer{name,
		func(set int) { decide(form(sets[set])) },
		func(set int) said { return decide(form(sets[set])) }}
}

func itself(f *facts.Send) *facts.Send { return f }

// peers is everybody, the hand-written Go first and Clausewise second.
func peers(sets []*facts.Send) ([]peer, pack, error) {
	policy, sends, err := shipped()
	if err != nil {
		return nil, nil, err
	}
	list := []peer{
		ready("hand-written Go", sets, itself, byHand),
		{"clausewise", func(set int) { policy.Decide(sets[set]) }, func(set int) said { return read(policy.Decide(sets[set]), sends) }},
	}
	for _, enter := range []func(pack, []*facts.Send) ([]peer, error){celPeers, exprPeers, cedarPeers, opaPeers} {
		more, err := enter(sends, sets)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, more...)
	}
	return list, sends, nil
}

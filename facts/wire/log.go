package wire

import (
	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// Fault is one thing that is wrong with a body or a question, and where: Line and Col
// from 1, 0 without a place; Message in lower case; Hint may be empty.
type Fault = body.Fault

// Faults is every fault of one body; errors.As finds the single ones.
type Faults = body.Faults

// Log is a log of webhook bodies, as read. It is immutable and safe for concurrent
// use; the zero Log is one without a body.
type Log struct {
	Bodies int      // how many there were, those with a fault included
	Faults []*Fault // bodies and parts of bodies that were passed over, in their order

	hooks webhook.Log
}

// ReadLog reads webhook bodies: one a line, in an array, or one after the other in
// any layout. Its error, a *Fault, means that the text is not JSON. A body that is
// JSON but no webhook body, or that says two things at once, is passed over and kept
// in Faults: one bad body must not hide what the others say, and must not be lost.
func ReadLog(data []byte) (*Log, error) {
	hooks, err := webhook.Read(data)
	if err != nil {
		return nil, err
	}
	return &Log{Bodies: hooks.Bodies, Faults: hooks.Faults, hooks: *hooks}, nil
}

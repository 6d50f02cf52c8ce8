package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts/wire"
)

// wireFiles are the files that the facts of a send are made from.
type wireFiles struct{ request, webhooks, facts string }

func (w wireFiles) given() bool { return w != wireFiles{} }

// read derives what the bodies prove and lays the caller's own facts over it: leaf by
// leaf, lists whole.
func (w wireFiles) read(d *decide) (schema.Facts, error) {
	if w.request == "" {
		return nil, fmt.Errorf("--webhooks and --facts need --send-api: without a request there is nothing to decide")
	}
	own, err := parseFile(w.facts)
	if err != nil {
		return nil, err
	}
	request, err := readWire(w.request, wire.ReadRequest)
	if err != nil {
		return nil, err
	}
	log := new(wire.Log)
	if w.webhooks != "" {
		if log, err = readWire(w.webhooks, wire.ReadLog); err != nil {
			return nil, err
		}
	}
	send, derivation, err := wire.Derive(request, log, given(own, d.now))
	if err != nil {
		return nil, placed(w.webhooks, err)
	}
	if d.showFacts {
		fmt.Fprintln(d.errs, derivation)
	}
	derived, err := schema.ParseJSON("derived facts", d.policy.Schema().Encode(send))
	if err != nil {
		return nil, err
	}
	return d.policy.Schema().Decode(derived.Merge(own), d.now)
}

// parseFile reads the caller's own facts; without a file there are none.
func parseFile(name string) (*schema.Value, error) {
	if name == "" {
		return schema.ParseJSON(name, []byte("{}"))
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parse(name, data)
}

// given is what the caller says of the conversation, so that the right one is read.
func given(own *schema.Value, now time.Time) wire.Given {
	g := wire.Given{Now: now}
	g.PageID, _ = own.At("page", "id")
	g.Platform, _ = own.At("platform")
	if text, ok := own.At("now"); ok {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil { // else the decoder says what is wrong
			g.Now = t
		}
	}
	return g
}

func readWire[T any](name string, read func([]byte) (T, error)) (T, error) {
	var none T
	data, err := os.ReadFile(name)
	if err != nil {
		return none, err
	}
	v, err := read(data)
	if err != nil {
		return none, placed(name, err)
	}
	return v, nil
}

// placed puts the file in front of the faults of a body.
func placed(file string, err error) error {
	var all wire.Faults
	var one *wire.Fault
	if !errors.As(err, &all) && errors.As(err, &one) {
		all = wire.Faults{one}
	}
	if all == nil {
		return err
	}
	list := engine.Errors{}
	for _, f := range all {
		list = append(list, &engine.Error{File: file, Line: f.Line, Col: f.Col, Message: f.Message, Hint: f.Hint})
	}
	return list
}

// show prints the facts that are decided on, where --show-facts asks for them.
func (d *decide) show(f schema.Facts) error {
	if !d.showFacts {
		return nil
	}
	_, err := fmt.Fprintf(d.errs, "%s\n\n", d.policy.Schema().Encode(f))
	return fail(exitInternal, err)
}

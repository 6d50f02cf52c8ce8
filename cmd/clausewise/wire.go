package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts/wire"
)

// wireFiles are the files that the facts of a send are made from.
type wireFiles struct{ request, webhooks, facts string }

func (w wireFiles) given() bool { return w != wireFiles{} }

// derived lays the caller's own facts over what the bodies prove.
func (d *decide) derived() (facts schema.Facts, flaws, err error) {
	own, err := d.own()
	if err != nil {
		return nil, nil, err
	}
	request, err := readWire(d.wire.request, wire.ReadRequest)
	if err != nil {
		return nil, nil, err
	}
	log := new(wire.Log)
	if d.wire.webhooks != "" {
		if log, err = readWire(d.wire.webhooks, wire.ReadLog); err != nil {
			return nil, nil, err
		}
	}
	send, derivation, err := wire.Derive(request, log, d.knows(own))
	if err != nil {
		return nil, nil, located(d.wire.webhooks, err)
	}
	if d.showFacts {
		fmt.Fprintln(d.errs, derivation)
	}
	facts, err = d.merge(d.policy.Schema().Encode(send), own)
	return facts, d.flaws(log), err
}

// own reads the facts that only the caller knows; without a file there are none.
func (d *decide) own() (*schema.Value, error) {
	if d.wire.facts == "" {
		return schema.ParseJSON("", []byte("{}"))
	}
	return readFacts(d.wire.facts)
}

// knows is what the caller's facts say of the conversation, so that the right one is
// read. Whether they say it well is for the decoder to tell.
func (d *decide) knows(own *schema.Value) wire.Given {
	g := wire.Given{Now: d.now()}
	g.PageID, _ = own.At("page", "id")
	g.Platform, _ = own.At("platform")
	if text, ok := own.At("now"); ok {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			g.Now = t
		}
	}
	return g
}

// merge lets the caller's facts win leaf by leaf, lists whole.
func (d *decide) merge(derived []byte, own *schema.Value) (schema.Facts, error) {
	v, err := schema.ParseJSON("the derived facts", derived)
	if err != nil {
		return nil, err
	}
	return d.policy.Schema().Decode(v.Merge(own), d.now())
}

// flaws are the bodies that were passed over, or nil. The decision is made without
// them and must not look as if nothing were missing.
func (d *decide) flaws(log *wire.Log) error {
	if len(log.Faults) == 0 {
		return nil
	}
	return located(d.wire.webhooks, wire.Faults(log.Faults))
}

func readWire[T any](name string, read func([]byte) (T, error)) (made T, err error) {
	f, err := open(name)
	if err != nil {
		return made, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return made, unreadable(name, err)
	}
	made, err = read(data)
	return made, located(name, err)
}

// located puts the file in front of the faults of a body.
func located(file string, err error) error {
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

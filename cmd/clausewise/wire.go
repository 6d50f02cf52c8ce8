package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts/wire"
	"github.com/spf13/pflag"
)

// wireFiles are the files that the facts of a send are made from.
type wireFiles struct{ request, webhooks, facts string }

func (w wireFiles) given() bool { return w != wireFiles{} }

func (w *wireFiles) flags(flags *pflag.FlagSet) {
	flags.StringVar(&w.request, "send-api", "", "`file` with the body of a Send API request")
	flags.StringVar(&w.webhooks, "webhooks", "", "`file` with webhook bodies, as JSON lines or an array")
	flags.StringVar(&w.facts, "facts", "", "`file` with facts that only the caller knows")
}

// derived lays the caller's own facts over what the bodies prove.
func (d *decide) derived() (schema.Facts, error) {
	own, err := d.own()
	if err != nil {
		return nil, err
	}
	request, err := readWire(d.wire.request, wire.ReadRequest)
	if err != nil {
		return nil, err
	}
	log, err := d.log()
	if err != nil {
		return nil, err
	}
	send, derivation, err := wire.Derive(request, log, d.knows(own))
	if err != nil {
		return nil, located(d.wire.webhooks, err)
	}
	if d.showFacts {
		fmt.Fprintln(d.errs, derivation)
	}
	return d.merge(d.policy.Schema().Encode(send), own)
}

// log reads the webhook bodies. Those that were passed over are told after the
// decision, which must not look as if nothing were missing.
func (d *decide) log() (*wire.Log, error) {
	if d.wire.webhooks == "" {
		return new(wire.Log), nil
	}
	log, err := readWire(d.wire.webhooks, wire.ReadLog)
	if err == nil && len(log.Faults) > 0 {
		d.flaws = located(d.wire.webhooks, wire.Faults(log.Faults))
	}
	return log, err
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

// merge lets the caller's facts win fact by fact, lists whole.
func (d *decide) merge(derived []byte, own *schema.Value) (schema.Facts, error) {
	v, err := schema.ParseJSON(madeText, derived)
	if err != nil {
		return nil, err
	}
	facts, err := d.policy.Schema().Decode(v.Merge(own), d.now())
	return facts, withoutPlace(err)
}

// madeText names the text of the derived facts, which nobody wrote.
const madeText = "the derived facts"

// withoutPlace takes the places in the derived facts out of an error. What they lack is
// for the caller to say.
func withoutPlace(err error) error {
	var list engine.Errors
	if !errors.As(err, &list) {
		return err
	}
	var made engine.Errors
	for _, e := range list {
		if e.File == madeText {
			e = &engine.Error{Message: e.Message, Hint: strings.TrimPrefix(e.Hint+"; `--facts` can say it", "; ")}
		}
		made = append(made, e)
	}
	return made.Sort()
}

// mostWire bounds the memory that a log takes.
const mostWire = 256 << 20

func readWire[T any](name string, read func([]byte) (T, error)) (made T, err error) {
	f, err := open(name)
	if err != nil {
		return made, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostWire+1))
	if err != nil {
		return made, unreadable(name, err)
	}
	if len(data) > mostWire {
		return made, engine.Errors{{File: name, Message: "this is larger than 256 MiB", Hint: "leave out other Pages and other people"}}
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

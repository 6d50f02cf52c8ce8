package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// app is what every command needs: the streams and the flags that stand everywhere.
type app struct {
	in   io.Reader
	out  *output
	errs io.Writer

	policies, nowText, format string
	fixed                     time.Time // what --now says; zero without it
}

// verify reads the flags that stand everywhere.
func (a *app) verify() (err error) {
	if a.format != "text" && a.format != "json" {
		return usage("", "`--format` is text or json, not `%s`", a.format)
	}
	if a.nowText == "" {
		return nil
	}
	if a.fixed, err = time.Parse(time.RFC3339Nano, a.nowText); err != nil {
		return usage("an instant is written as 2026-01-31T15:04:05Z", "`--now` is an instant, not `%s`", a.nowText)
	}
	return nil
}

// now is the instant for facts that lack it. No fact comes from the clock but here.
func (a *app) now() time.Time {
	if a.fixed.IsZero() {
		return time.Now()
	}
	return a.fixed
}

// schema is the vocabulary of the messaging pack.
func (a *app) schema() (*schema.Schema, error) {
	return schema.New(facts.All()...)
}

// policy loads the folder of --policies, or the shipped pack.
func (a *app) policy() (*engine.Policy, error) {
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	if a.policies == "" {
		p, err := engine.Load(s, policies.FS())
		return p, fail(exitLoad, err)
	}
	e, err := engine.Open(s, a.policies)
	return e.Policy(), fail(exitLoad, err)
}

// json writes a value for tools, indented for whoever looks at it.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// app is what every command needs: the streams and the flags that stand everywhere.
type app struct {
	in        io.Reader
	out, errs io.Writer

	policies, nowText, format string
	now                       time.Time
}

// verify reads the flags that stand everywhere. Only here is the clock read.
func (a *app) verify() error {
	if a.format != "text" && a.format != "json" {
		return fmt.Errorf("there is no format `%s`: it is text or json", a.format)
	}
	a.now = time.Now()
	if a.nowText == "" {
		return nil
	}
	var err error
	if a.now, err = time.Parse(time.RFC3339Nano, a.nowText); err != nil {
		return fmt.Errorf("--now `%s` is no RFC 3339 instant, such as 2026-01-10T15:00:00Z", a.nowText)
	}
	return nil
}

// schema is the vocabulary of the messaging pack.
func (a *app) schema() (*schema.Schema, error) {
	var prototypes []schema.Facts
	for _, f := range facts.All() {
		prototypes = append(prototypes, f)
	}
	s, err := schema.New(prototypes...)
	return s, fail(exitInternal, err)
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

// report gives an error to the person, every fault of it with its place.
func (a *app) report(err error) {
	var list engine.Errors
	if !errors.As(err, &list) {
		fmt.Fprintln(a.errs, "clausewise: "+err.Error())
		return
	}
	for _, e := range list {
		fmt.Fprintln(a.errs, e.Detail())
	}
}

// json writes a value for tools, indented for whoever looks at it.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// style is coloured and as wide as the terminal, where there is one.
func (a *app) style() render.Style {
	f, ok := a.out.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return render.Style{}
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		width = 0
	}
	return render.Style{Width: min(width, 110), Paint: paint()}
}

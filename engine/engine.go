package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema"
)

// Error is one fault of a clause file or of facts: file, line, column, message, hint.
type Error = fault.Error

// Errors lists every fault of a load, sorted by place.
type Errors = fault.List

// Engine holds the policy of a folder and can read it anew while others decide. It
// is safe for concurrent use.
type Engine struct {
	schema *schema.Schema
	dir    string

	gates   []func(*Policy) error
	cache   string // a folder, "" for none
	now     func() time.Time
	poll    time.Duration
	changed func(Status) // nil for nobody

	standing atomic.Pointer[standing]
	loading  sync.Mutex // held from reading the folder to what comes of it
	tried    attempt    // the last one; only for who holds loading
}

// Open loads the policy folder. No link leads out of it. The error is an Errors as that
// of Load, with the folder in front of every path, and it comes with an Engine that
// has no policy: a Reload or a Watch may find one yet.
func Open(s *schema.Schema, dir string, options ...Option) (*Engine, error) {
	e := &Engine{schema: s, dir: dir, now: func() time.Time { return time.Time{} }, poll: 5 * time.Second}
	for _, o := range options {
		o(e)
	}
	e.standing.Store(new(standing))
	if err := e.Reload(); err != nil {
		return e, e.recall(err)
	}
	return e, nil
}

// Policy is the policy that serves now; nil where none ever did.
func (e *Engine) Policy() *Policy { return e.standing.Load().policy }

// Reload reads the folder anew, whatever Watch has seen of it. It is all or nothing: on
// an error, which is that of Open, the policy that served goes on serving.
func (e *Engine) Reload() error {
	e.loading.Lock()
	defer e.loading.Unlock()
	s, _ := e.atRest(context.Background(), e.read(), 0)
	return e.take(s)
}

// take serves a snapshot, or refuses it.
func (e *Engine) take(s snapshot) error {
	if p := e.Policy(); p != nil && p.revision == s.revision && len(s.faults) == 0 {
		e.tried = attempt{s.id, p, nil}
		e.stay()
		return nil
	}
	p, err := e.admit(s)
	if err != nil {
		errs := listed(err)
		e.refuse(s.revision, errs)
		return errs
	}
	e.serve(p, s.files)
	return nil
}

// admit compiles a snapshot and shows it to the gates. A panic is a refusal: no edit
// of a file may end a service.
func (e *Engine) admit(s snapshot) (p *Policy, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("this cannot be judged, which is a defect of the program and not of the clauses: %v", r)
		}
	}()
	p, err = e.compiled(s)
	for _, pass := range e.gates {
		if err == nil {
			err = pass(p)
		}
	}
	return p, err
}

// listed is an error as a list; one of no file stands alone in it.
func listed(err error) Errors {
	var list Errors
	if errors.As(err, &list) {
		return list
	}
	return Errors{{Message: err.Error()}}
}

package engine

import "time"

// Status tells what an Engine serves, what it refused and how it comes to know of
// changes.
type Status struct {
	Revision string    // that serves; "" where none does
	Since    time.Time // when it began to; zero without a Clock, or where none serves
	Cached   bool      // it was taken from the cache and is not what the folder holds
	Uncached string    // why the cache does not hold it; "" where it does, or there is no cache

	Refused *Refusal // what the folder holds and does not serve; nil where it serves

	Watched bool   // a Watch is running
	Polling string // why Watch may notice a change by polling only; "" where it is told of each
}

// Refusal tells what kept a folder from serving.
type Refusal struct {
	Revision string    // that it would have had, of what could be read; "" where the files keep changing
	At       time.Time // when it was first refused for these errors; zero without a Clock
	Errors   Errors    // at least one
}

// standing is what an engine serves and says. It is swapped as one, so that nobody
// sees the policy of one and the status of another.
type standing struct {
	policy *Policy
	Status
}

// Status is how things stand now. It must not be changed.
func (e *Engine) Status() Status { return e.standing.Load().Status }

// turn swaps the standing, and tells if it made a difference. Only who holds loading
// may call it.
func (e *Engine) turn(next standing) {
	before := e.standing.Swap(&next)
	if e.changed != nil && before.Status != next.Status {
		e.changed(next.Status)
	}
}

// serve lets a policy decide from now on.
func (e *Engine) serve(p *Policy, files []file) {
	next := *e.standing.Load()
	next.policy, next.Revision, next.Since = p, p.revision, e.now()
	next.Cached, next.Refused, next.Uncached = false, nil, e.keep(files)
	e.turn(next)
}

// stay says that the folder holds what serves. Whatever was refused before is gone.
func (e *Engine) stay() {
	next := *e.standing.Load()
	next.Cached, next.Refused = false, nil
	e.turn(next)
}

// refuse leaves what serves. To be refused again for the same errors is no news.
func (e *Engine) refuse(revision string, errs Errors) {
	next := *e.standing.Load()
	if r := next.Refused; r == nil || r.Revision != revision || r.Errors.Error() != errs.Error() {
		next.Refused = &Refusal{revision, e.now(), errs}
	}
	e.turn(next)
}

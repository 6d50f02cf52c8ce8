package engine

import "time"

// Option is one of the terms on which an Engine serves, for Open.
type Option func(*Engine)

// Gate lets a policy serve only if pass returns nil for it: one that loads, and does
// not decide the golden cases as it should, or was not signed. An error that is an
// Errors is kept as it is. Several gates are asked in order, up to the first that
// refuses. A policy that a gate refused is shown to the gates again whenever the
// folder is read, since what they look at may have changed. A gate runs in the
// goroutine of Open, Reload or Watch, and must not call Reload.
func Gate(pass func(*Policy) error) Option {
	return func(e *Engine) { e.gates = append(e.gates, pass) }
}

// Cache keeps the files of the last policy that served in a folder, as last-good.zip.
// Open takes it from there if the policy folder does not load, so that a service can
// start again while an edit is broken; [Status] says so. It passed the gates when it
// was put there and is not shown to them again: whoever can write into the cache
// decides what serves. The folder is made if it is missing.
func Cache(dir string) Option {
	return func(e *Engine) { e.cache = dir }
}

// Clock tells the instants of a [Status], usually by time.Now; without it they are
// zero. The engine asks for them when it loads or refuses a policy, never to decide.
func Clock(now func() time.Time) Option {
	return func(e *Engine) { e.now = now }
}

// Poll is how often Watch reads the folder when nobody tells of a change: a positive
// duration, 5 s without this option. It reads every clause file each time.
func Poll(every time.Duration) Option {
	return func(e *Engine) { e.poll = every }
}

// Changed is called with every new [Status], in the goroutine that brought it about,
// one call at a time. It must not call Reload.
func Changed(tell func(Status)) Option {
	return func(e *Engine) { e.changed = tell }
}

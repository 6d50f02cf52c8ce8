package engine

import (
	"context"
	"time"

	"github.com/clausewise/clausewise/engine/internal/watch"
)

// pause between two readings that must be the same.
const pause = 25 * time.Millisecond

// Watch keeps the engine at what its folder holds, until ctx ends: it serves what
// loads, and refuses what does not as Reload does. [Status] tells of both; Watch itself
// never gives up, not if the folder is removed or links elsewhere, or if the system
// cannot tell of changes. It works in the goroutine of its caller and leaves none
// behind. Reload may be called meanwhile, a second Watch may not.
//
// A change is read when nothing more is heard for a tenth of a second, and served if
// two readings in a row, 25 ms apart, are the same. Who saves more slowly than that
// is read half-way, and a clause file that was cut short may be sound: let editors
// write a new file and rename it, or have a [Gate] that only a whole folder passes.
func (e *Engine) Watch(ctx context.Context) {
	defer e.notice(false, "")
	for polling := range watch.Hints(ctx, e.dir, e.poll) {
		e.notice(true, polling)
		e.follow(ctx)
	}
}

// notice keeps how changes are noticed.
func (e *Engine) notice(watched bool, polling string) {
	e.loading.Lock()
	defer e.loading.Unlock()
	next := *e.standing.Load()
	next.Watched, next.Polling = watched, polling
	e.turn(next)
}

// follow reads the folder, once where it holds nothing new.
func (e *Engine) follow(ctx context.Context) {
	e.loading.Lock()
	defer e.loading.Unlock()
	s, rests := e.read(), true
	if s.id != e.tried.id {
		s, rests = e.atRest(ctx, s, pause)
	}
	if rests {
		_ = e.take(s) // the status keeps it
	}
}

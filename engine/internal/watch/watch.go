// Package watch tells when a folder may have changed, and when it has come to rest. It
// does not know what the folder is for.
//
// What the system tells of changes is taken as a hint and never as the truth: events
// get lost, come too early, or name what is gone again. So every hint says the same:
// read all of it anew. A poll gives a hint, too, for whatever nobody told.
package watch

import (
	"context"
	"iter"
	"time"
)

const (
	quiet   = 100 * time.Millisecond // without an event: whoever was writing is done
	longest = time.Second            // that one event after another can put off a hint
)

// Hints yields at once, and then whenever something may have changed below dir, at the
// latest after poll. It yields why some changes are noticed by polling only; "" where
// the system tells of all. The folder need not exist. Hints listens before it yields:
// a change that the reader comes too early for brings another hint. It ends with ctx,
// and leaves nothing behind.
func Hints(ctx context.Context, dir string, poll time.Duration) iter.Seq[string] {
	return func(yield func(polling string) bool) {
		l := listener{dir: dir}
		defer l.close()
		for ctx.Err() == nil && yield(l.listen(remote(dir))) {
			l.wait(ctx, poll)
		}
	}
}

// attempts at finding a folder at rest, after which somebody should say so.
const attempts = 10

// Rest reads, with a pause in between, until two readings in a row are the same, and
// gives the last one. It begins with the reading that there is already. It says false
// where no two were the same, or where ctx ended before.
func Rest[T any](ctx context.Context, pause time.Duration, reading T, read func() T, same func(a, b T) bool) (last T, rests bool) {
	for range attempts {
		select {
		case <-ctx.Done():
			return reading, false
		case <-time.After(pause):
		}
		next := read()
		if same(reading, next) {
			return next, true
		}
		reading = next
	}
	return reading, false
}

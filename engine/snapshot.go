package engine

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/watch"
)

// snapshot is what stood in the policy folder when it was read.
type snapshot struct {
	revision string
	files    []file
	faults   fault.List // of what could not be read
	id       string     // of all of it, the faults too
}

func (s snapshot) same(other snapshot) bool { return s.id == other.id }

// read reads the folder once.
func (e *Engine) read() snapshot {
	var s snapshot
	if root, err := os.OpenRoot(e.dir); err != nil {
		s.faults = fault.List{{Message: "this folder cannot be opened: " + reason(err)}}
	} else {
		defer root.Close()
		s.files, s.faults = readFiles([]fs.FS{root.FS()})
	}
	s.revision = revision(e.schema, s.files)
	s.id = s.revision + "\n" + s.faults.Error()
	return s
}

// atRest reads until the folder does not change between two readings: half of what
// somebody is about to save is no policy. It says false where ctx ended before.
func (e *Engine) atRest(ctx context.Context, first snapshot, pause time.Duration) (snapshot, bool) {
	s, rests := watch.Rest(ctx, pause, first, e.read, snapshot.same)
	if !rests && ctx.Err() == nil {
		return snapshot{id: "restless", faults: fault.List{{
			Message: "the files of this folder keep changing", Hint: "it is read again when they come to rest",
		}}}, true
	}
	return s, rests
}

// compiled makes a policy of a snapshot. What was tried last is not tried again: the
// same files and the same schema have the same faults.
func (e *Engine) compiled(s snapshot) (*Policy, error) {
	if e.tried.id != s.id {
		p, err := load(e.schema, s.files, s.faults)
		if list, ok := err.(Errors); ok {
			under(e.dir, list)
		} else {
			under(e.dir, p.warnings)
		}
		e.tried = attempt{s.id, p, err}
	}
	return e.tried.policy, e.tried.err
}

// attempt is what came of the snapshot that was compiled last.
type attempt struct {
	id     string
	policy *Policy
	err    error
}

// under puts the folder in front of every path.
func under(dir string, list Errors) {
	for _, e := range list {
		e.File = path.Join(filepath.ToSlash(dir), e.File)
	}
}

package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// mostFolders bounds what is listened at; what is beyond is for the poll.
const mostFolders = 10_000

// listener hears events of one folder and of all below it. Files are never listened
// at: whoever saves by putting a new file in the place of the old one would take the
// watch along. All paths are real ones, so that an event and its folder have one name.
type listener struct {
	dir   string
	ears  *fsnotify.Watcher // nil where there are none
	root  string            // what dir leads to
	whole map[string]bool   // folders of which every event counts
	ways  map[string]bool   // folders that dir is reached by
	names map[string]bool   // entries of those; events of others do not count
	lost  string            // why events were lost, until it was told
	deaf  string            // why not all can be heard of
}

// listen sees to it that every folder is listened at, those too that were not there the
// last time, and says why that is not enough to hear of every change.
func (l *listener) listen(remote string) (polling string) {
	if remote != "" {
		l.close()
		return remote + " does not tell what other machines change"
	}
	if l.ears == nil {
		ears, err := fsnotify.NewWatcher()
		if err != nil {
			return why(err)
		}
		l.ears = ears
	}
	l.everywhere()
	polling = cmp.Or(l.deaf, l.lost)
	l.lost = ""
	return polling
}

func (l *listener) everywhere() {
	l.whole, l.ways, l.names, l.root, l.deaf = map[string]bool{}, map[string]bool{}, map[string]bool{}, "", ""
	l.way(l.dir)
	if root, err := filepath.EvalSymlinks(l.dir); err == nil {
		if root, err = filepath.Abs(root); err == nil {
			l.root = root
			l.folder(root)
		}
	}
	for _, path := range l.ears.WatchList() {
		if !l.whole[path] && !l.ways[path] {
			_ = l.ears.Remove(path) // an error says that it is gone by itself
		}
	}
}

// way listens at the folder that holds the path, and, where the path is a link, at the
// one that holds what it leads to, and so on: a folder that is removed, renamed or
// linked anew tells nothing itself. Where such a folder is missing, the next one above
// will tell that it comes.
func (l *listener) way(path string) {
	path, err := filepath.Abs(path)
	for range 40 { // as many links as Linux follows
		if err != nil || path == filepath.Dir(path) {
			return
		}
		parent, missing := filepath.EvalSymlinks(filepath.Dir(path))
		if missing != nil {
			path = filepath.Dir(path)
			continue
		}
		path = filepath.Join(parent, filepath.Base(path))
		l.ways[parent], l.names[path] = true, true
		l.add(parent)
		if path, err = os.Readlink(path); !filepath.IsAbs(path) {
			path = filepath.Join(parent, path)
		}
	}
}

// folder listens at a folder and at all below it. It listens before it looks: what
// comes later is heard of. Names that begin with a dot are passed over.
func (l *listener) folder(dir string) {
	if l.whole[dir] {
		return
	}
	if len(l.whole) == mostFolders {
		l.deaf = fmt.Sprintf("no more than %d folders are watched", mostFolders)
		return
	}
	l.whole[dir] = true
	l.add(dir)
	entries, _ := os.ReadDir(dir) // what cannot be read is for the reader to tell
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.Type()&fs.ModeSymlink != 0:
			l.link(path)
		case e.IsDir() && !strings.HasPrefix(e.Name(), "."):
			l.folder(path)
		}
	}
}

// link follows a link to a folder, or to the folder of a file, as long as it stays
// below the root; those whose names begin with a dot, too: what is in a ConfigMap of
// Kubernetes is all behind `..data`, a link to a folder of another such name.
func (l *listener) link(path string) {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		path = filepath.Dir(path)
	}
	if strings.HasPrefix(path, l.root+string(filepath.Separator)) {
		l.folder(path)
	}
}

// add listens at a folder. One that is listened at already is no matter, and one that
// is gone is told of by the folder above it.
func (l *listener) add(dir string) {
	if err := l.ears.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.deaf = fmt.Sprintf("`%s` is not watched: %s", filepath.ToSlash(dir), why(err))
	}
}

func why(err error) string {
	var number syscall.Errno
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "this machine watches no more folders (fs.inotify.max_user_watches)"
	case errors.Is(err, syscall.EMFILE):
		return "this machine has no more watchers or open files (fs.inotify.max_user_instances)"
	case errors.Is(err, fsnotify.ErrEventOverflow):
		return "there was more to tell than the system keeps (fs.inotify.max_queued_events)"
	case errors.As(err, &number):
		return number.Error()
	}
	return err.Error()
}

// wait returns when something was heard and it is quiet again, or after poll.
func (l *listener) wait(ctx context.Context, poll time.Duration) {
	if !l.hear(ctx, time.After(poll), nil) {
		return
	}
	for limit := time.After(longest); l.hear(ctx, time.After(quiet), limit); {
	}
}

// hear says whether something happened before its time was over.
func (l *listener) hear(ctx context.Context, over, limit <-chan time.Time) bool {
	var events chan fsnotify.Event // of nobody: nothing ever comes
	var errs chan error
	if l.ears != nil {
		events, errs = l.ears.Events, l.ears.Errors
	}
	for {
		select {
		case e, open := <-events:
			if !open {
				l.ears = nil // the library gave up: the next listen begins anew
			}
			if !open || l.counts(e.Name) {
				return true
			}
		case err := <-errs:
			if err != nil {
				l.lost = "events were lost: " + why(err)
			}
			return true
		case <-ctx.Done():
			return false
		case <-over:
			return false
		case <-limit:
			return false
		}
	}
}

// counts says whether an event is about the folder, or about the way to it.
func (l *listener) counts(name string) bool {
	return l.whole[filepath.Dir(name)] || l.whole[name] || l.names[name]
}

func (l *listener) close() {
	if l.ears != nil {
		_ = l.ears.Close() // nothing was written
		l.ears = nil
	}
}

package watch

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/stretchr/testify/require"
)

// never is a poll that no test waits for.
const never = time.Hour

// TestHints: whatever is done to a folder, to what is in it or to what leads to it, is
// heard of, and what happens next to it is not.
func TestHints(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(t *testing.T, dir string) // in the folder that holds the watched one, `p`
		deaf bool
	}{
		{name: "a file is written", do: save("p/a")},
		{name: "a file comes", do: save("p/new")},
		{name: "a file goes", do: remove("p/a")},
		{name: "a file below is written", do: save("p/sub/deep/b")},
		{name: "a folder comes", do: folder("p/more")},
		{name: "the folder goes", do: remove("p")},
		{name: "the folder is renamed", do: move("p", "q")},
		{name: "a link inside leads elsewhere", do: link("sub", "p/..data")},
		{name: "what a link leads to is written", do: save("p/.hidden/c")},
		{name: "the file that a link leads to is written", do: save("p/.alone/d")},
		{name: "a neighbour is written", do: save("other"), deaf: true},
		{name: "a hidden folder is written to", do: save("p/.git/e"), deaf: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t)
			next, end := hints(t, filepath.Join(dir, "p"), never)
			defer end()
			require.Equal(t, "", next(time.Second))
			c.do(t, dir)
			if c.deaf {
				require.Equal(t, "nothing", next(3*quiet))
				return
			}
			require.Equal(t, "", next(5*time.Second))
		})
	}
}

// TestHintsAfterwards: after a folder is gone and there again, by whatever way, it is
// heard of as before.
func TestHintsAfterwards(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(t *testing.T, dir string)
	}{
		{"removed and made again", all(remove("p"), folder("p"))},
		{"renamed, and another put in its place", all(move("p", "q"), folder("p"))},
		{"a link now", all(move("p", "q"), link("q", "p"))},
		{"a link over links", all(move("p", "q"), link("q", "r"), link("r", "p"))},
		{"all that it is in removed and made again", func(t *testing.T, dir string) {
			require.NoError(t, os.RemoveAll(dir))
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "p"), 0o755))
		}},
		{"a new folder in it", folder("p/new/deep")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t)
			next, end := hints(t, filepath.Join(dir, "p"), never)
			defer end()
			require.Equal(t, "", next(time.Second))
			c.do(t, dir)
			require.Equal(t, "", next(5*time.Second))
			for _, name := range []string{"p/new/deep/f", "p/new/f", "p/f"} {
				if _, err := os.Stat(filepath.Join(dir, filepath.Dir(name))); err == nil {
					save(name)(t, dir)
					require.Equal(t, "", next(5*time.Second), name)
				}
			}
			require.NoError(t, os.RemoveAll(filepath.Join(dir, "p")))
			require.Equal(t, "", next(5*time.Second))
			folder("p")(t, dir)
			require.Equal(t, "", next(5*time.Second))
		})
	}
}

// TestLinkRetargeted: a folder that is a link of a link of a link is heard of when any
// of them changes.
func TestLinkRetargeted(t *testing.T) {
	dir := tree(t)
	folder("v1")(t, dir)
	folder("v2")(t, dir)
	link("v1", "latest")(t, dir)
	link("latest", "current")(t, dir)
	next, end := hints(t, filepath.Join(dir, "current"), never)
	defer end()
	require.Equal(t, "", next(time.Second))
	for _, to := range []string{"v2", "v1"} {
		link(to, "latest")(t, dir)
		require.Equal(t, "", next(5*time.Second))
		save(to+"/f")(t, dir)
		require.Equal(t, "", next(5*time.Second))
	}
}

// TestNotThereYet: a folder that is not there is waited for, and so are those above it.
func TestNotThereYet(t *testing.T) {
	dir := t.TempDir()
	next, end := hints(t, filepath.Join(dir, "a", "b", "p"), never)
	defer end()
	require.Equal(t, "", next(time.Second))
	folder("a")(t, dir)
	require.Equal(t, "", next(5*time.Second))
	folder("a/b/p")(t, dir)
	require.Equal(t, "", next(5*time.Second))
	save("a/b/p/f")(t, dir)
	require.Equal(t, "", next(5*time.Second))
}

// TestForgotten: what is not below the folder any more is not listened at any more.
func TestForgotten(t *testing.T) {
	dir := tree(t)
	l := listener{dir: filepath.Join(dir, "p")}
	defer l.close()
	require.Equal(t, "", l.listen(""))
	deep := filepath.Join(dir, "p", "sub", "deep")
	require.Contains(t, l.ears.WatchList(), deep)
	move("p/sub", "p/..elsewhere")(t, dir)
	require.Equal(t, "", l.listen(""))
	require.NotContains(t, l.ears.WatchList(), deep)
}

// TestPollOnly: without ears the poll is heard, on time, and why there are none is told.
func TestPollOnly(t *testing.T) {
	require.Contains(t, (&listener{}).listen("NFS"), "NFS does not tell")
	synctest.Test(t, func(t *testing.T) {
		l := listener{}
		for range 3 {
			start := time.Now()
			l.wait(t.Context(), 5*time.Second)
			require.Equal(t, 5*time.Second, time.Since(start))
		}
	})
}

// TestQuiet: a hint waits for the end of a row of events, and not for ever. Lost events
// are a hint, and are told of once. Ears that gave up are one, too.
func TestQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events, errs := make(chan fsnotify.Event), make(chan error)
		l := listener{ears: &fsnotify.Watcher{Events: events, Errors: errs}, whole: map[string]bool{"p": true}}
		row := func(n int, every time.Duration) {
			for range n {
				select {
				case events <- fsnotify.Event{Name: "p/a"}:
				case <-t.Context().Done():
				}
				time.Sleep(every)
			}
		}
		start := time.Now()
		go row(3, quiet/2)
		l.wait(t.Context(), never)
		require.Equal(t, 2*quiet, time.Since(start))

		start = time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for ctx.Err() == nil {
				select {
				case events <- fsnotify.Event{Name: "p/a"}:
				case <-ctx.Done():
				}
				time.Sleep(quiet / 2)
			}
		}()
		l.wait(t.Context(), never)
		require.Equal(t, longest, time.Since(start))
		cancel()

		go func() { errs <- fsnotify.ErrEventOverflow }()
		l.wait(t.Context(), never)
		require.Contains(t, l.lost, "more to tell than the system keeps")

		close(events)
		l.wait(t.Context(), never)
		require.Nil(t, l.ears)
	})
}

// TestLost: that events were lost is told with the next hint, and then it is over.
func TestLost(t *testing.T) {
	l := listener{dir: t.TempDir(), lost: "events were lost"}
	defer l.close()
	require.Equal(t, "events were lost", l.listen(""))
	require.Equal(t, "", l.listen(""))
}

// TestOverflow: what the system cannot keep for a reader who is busy is a hint, and
// said. It takes a while, and CLAUSEWISE_TORTURE.
func TestOverflow(t *testing.T) {
	most, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	if err != nil || os.Getenv("CLAUSEWISE_TORTURE") == "" {
		t.Skip("CLAUSEWISE_TORTURE is not set, or there is no such queue here")
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(most)))
	require.NoError(t, err)
	dir, hints := t.TempDir(), 0
	for polling := range Hints(t.Context(), dir, never) {
		switch hints++; hints {
		case 1:
			for i := range n + 5000 {
				require.NoError(t, os.Mkdir(filepath.Join(dir, "."+strconv.Itoa(i)), 0o755))
			}
		case 2:
			require.Contains(t, polling, "there was more to tell than the system keeps")
			save("file")(t, dir)
		case 3:
			require.Equal(t, "", polling)
			return
		}
	}
}

// TestEnds: with ctx the hints end, and every goroutine that was there for them.
func TestEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for range Hints(ctx, t.TempDir(), never) {
			time.AfterFunc(10*time.Millisecond, cancel)
		}
	}
	for range Hints(t.Context(), t.TempDir(), never) {
		break
	}
	for range 100 {
		if runtime.NumGoroutine() > before {
			time.Sleep(10 * time.Millisecond)
		}
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
}

// TestRest: readings are taken until two are the same, at most so many.
func TestRest(t *testing.T) {
	same := func(a, b int) bool { return a == b }
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			readings []int
			last     int
			rests    bool
			took     time.Duration
		}{
			{[]int{1, 1}, 1, true, time.Second},
			{[]int{1, 2, 3, 3}, 3, true, 3 * time.Second},
			{[]int{1, 2, 1, 2, 2}, 2, true, 4 * time.Second},
			{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11}, 11, false, 10 * time.Second},
		} {
			start, i := time.Now(), 0
			last, rests := Rest(t.Context(), time.Second, c.readings[0], func() int { i++; return c.readings[i] }, same)
			require.Equal(t, c.last, last)
			require.Equal(t, c.rests, rests)
			require.Equal(t, c.took, time.Since(start))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, rests := Rest(ctx, time.Second, 1, func() int { return 1 }, same)
		require.False(t, rests)
	})
}

// tree makes a folder `p` with a folder of files in it, with links to hidden ones.
func tree(t *testing.T) string {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for _, name := range []string{"p/a", "p/sub/deep/b", "p/.hidden/c", "p/.alone/d", "p/.git/e"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		save(name)(t, dir)
	}
	link(".hidden", "p/..data")(t, dir)
	link(filepath.Join(".alone", "d"), "p/d")(t, dir)
	link("..", "p/sub/up")(t, dir) // leads in a circle
	return dir
}

type step = func(t *testing.T, dir string)

func save(name string) step {
	return func(t *testing.T, dir string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644))
	}
}

func remove(name string) step {
	return func(t *testing.T, dir string) { require.NoError(t, os.RemoveAll(filepath.Join(dir, name))) }
}

func folder(name string) step {
	return func(t *testing.T, dir string) { require.NoError(t, os.MkdirAll(filepath.Join(dir, name), 0o755)) }
}

func move(from, to string) step {
	return func(t *testing.T, dir string) {
		require.NoError(t, os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)))
	}
}

// link puts a link in the place of what may be there, as Kubernetes does.
func link(to, name string) step {
	return func(t *testing.T, dir string) {
		require.NoError(t, os.Symlink(to, filepath.Join(dir, name+"_tmp")))
		move(name+"_tmp", name)(t, dir)
	}
}

func all(steps ...step) step {
	return func(t *testing.T, dir string) {
		for _, do := range steps {
			do(t, dir)
		}
	}
}

// hints runs Hints and gives the next one, or "nothing" where none comes in time.
func hints(t *testing.T, dir string, poll time.Duration) (next func(time.Duration) string, end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	told, ended := make(chan string, 100), make(chan bool)
	go func() {
		defer close(ended)
		for polling := range Hints(ctx, dir, poll) {
			told <- strings.TrimSpace(polling)
		}
	}()
	next = func(within time.Duration) string {
		select {
		case polling := <-told:
			return polling
		case <-time.After(within):
			return "nothing"
		}
	}
	return next, func() { cancel(); <-ended }
}

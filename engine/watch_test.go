package engine_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
)

// torture is how often the tests of saving and of reloading repeat themselves: a number
// in CLAUSEWISE_TORTURE, or what is enough for every day.
func torture(everyDay int) int {
	if n, err := strconv.Atoi(os.Getenv("CLAUSEWISE_TORTURE")); err == nil {
		return n
	}
	return everyDay
}

// watched opens a folder and watches it to the end of the test. Nothing comes of the
// poll: what is not told of by events is never noticed.
func watched(t *testing.T, root string, options ...engine.Option) *engine.Engine {
	e, err := engine.Open(quizzes(t), root, append([]engine.Option{engine.Poll(time.Hour)}, options...)...)
	require.NoError(t, err)
	watch(t, e)
	return e
}

func watch(t *testing.T, e *engine.Engine) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() {
		defer close(ended)
		e.Watch(ctx)
	}()
	end = func() { cancel(); <-ended }
	t.Cleanup(end)
	until(t, e, func(s engine.Status) bool { return s.Watched })
	return end
}

// until waits for a status, and gives how long that took.
func until(t *testing.T, e *engine.Engine, is func(engine.Status) bool) time.Duration {
	t.Helper()
	start := time.Now()
	for !is(e.Status()) {
		if time.Since(start) > 10*time.Second {
			require.FailNow(t, "it never came to that", "%+v", e.Status())
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(start)
}

// holds says that the engine serves what a folder holds.
func holds(t *testing.T, root string) func(engine.Status) bool {
	p, err := engine.Load(quizzes(t), os.DirFS(root))
	require.NoError(t, err)
	return func(s engine.Status) bool { return s.Revision == p.Revision() && s.Refused == nil }
}

func put(t *testing.T, name, text string) {
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// replace puts a new file in the place of what may be there.
func replace(t *testing.T, name, text string) {
	put(t, name+".tmp", text)
	require.NoError(t, os.Rename(name+".tmp", name))
}

func shell(t *testing.T, dir, command string) {
	c := exec.Command("sh", "-ec", command)
	c.Dir = dir
	c.Env = append(os.Environ(), "TERM=dumb", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a")
	out, err := c.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// old is a clause, and renewed the same in new words.
func old() string     { return clause("permit", "message: The old words.", "is.a") }
func renewed() string { return strings.ReplaceAll(old(), "old", "new") }

// aSave is one way of saving a file. It happens in a folder with the policy folder `p`
// in it, and the clause `p/a.cel`.
type aSave struct {
	name  string
	needs string                         // a program
	setup func(t *testing.T, dir string) // nil: a plain folder
	save  func(t *testing.T, dir string)
}

func saves() []aSave {
	vim := func(set string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			shell(t, dir, "vim -u NONE -N -es -c 'set backupskip= "+set+"' -c '%s/old/new/' -c wq p/a.cel")
		}
	}
	return []aSave{
		{name: "written in place", save: func(t *testing.T, dir string) { put(t, dir+"/p/a.cel", renewed()) }},
		{name: "written in place slowly, in two parts", save: func(t *testing.T, dir string) {
			f, err := os.OpenFile(dir+"/p/a.cel", os.O_TRUNC|os.O_WRONLY, 0)
			require.NoError(t, err)
			time.Sleep(20 * time.Millisecond)
			half := len(renewed()) / 2
			_, err = f.WriteString(renewed()[:half])
			require.NoError(t, err)
			time.Sleep(2 * time.Millisecond)
			_, err = f.WriteString(renewed()[half:])
			require.NoError(t, errors.Join(err, f.Close()))
		}},
		{name: "appended to three times", save: func(t *testing.T, dir string) {
			for _, text := range []string{"|", "| is.b &", "& is.c\n"} {
				f, err := os.OpenFile(dir+"/p/a.cel", os.O_APPEND|os.O_WRONLY, 0)
				require.NoError(t, err)
				_, err = f.WriteString(text)
				require.NoError(t, errors.Join(err, f.Close()))
				time.Sleep(time.Millisecond)
			}
		}},
		{name: "a new file, renamed", save: func(t *testing.T, dir string) { replace(t, dir+"/p/a.cel", renewed()) }},
		{name: "vim", needs: "vim", save: vim("")},
		{name: "vim, backupcopy=no", needs: "vim", save: vim("backupcopy=no")},
		{name: "vim, backupcopy=yes", needs: "vim", save: vim("backupcopy=yes")},
		{name: "sed -i", needs: "sed", save: func(t *testing.T, dir string) { shell(t, dir, "sed -i s/old/new/ p/a.cel") }},
		{name: "removed, and written a moment later", save: func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(dir+"/p/a.cel"))
			time.Sleep(10 * time.Millisecond)
			put(t, dir+"/p/a.cel", renewed())
		}},
		{name: "git checkout of another branch", needs: "git", setup: func(t *testing.T, dir string) {
			put(t, dir+"/p/a.cel", old())
			shell(t, dir+"/p", `git init -q . && git add . && git commit -qm 1 && git checkout -qb two &&
				sed s/old/new/ a.cel > b && mv b a.cel && git commit -qam 2 && git checkout -q -`)
		}, save: func(t *testing.T, dir string) { shell(t, dir+"/p", "git checkout -q two") }},
		{name: "a ConfigMap of Kubernetes", setup: func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir+"/p/..2026_1", 0o755))
			put(t, dir+"/p/..2026_1/a.cel", old())
			require.NoError(t, os.Symlink("..2026_1", dir+"/p/..data"))
			require.NoError(t, os.Symlink("..data/a.cel", dir+"/p/a.cel"))
		}, save: func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir+"/p/..2026_2", 0o755))
			put(t, dir+"/p/..2026_2/a.cel", renewed())
			require.NoError(t, os.Symlink("..2026_2", dir+"/p/..data_tmp"))
			require.NoError(t, os.Rename(dir+"/p/..data_tmp", dir+"/p/..data"))
			require.NoError(t, os.RemoveAll(dir+"/p/..2026_1"))
		}},
		{name: "the folder removed and made again", save: func(t *testing.T, dir string) {
			require.NoError(t, os.RemoveAll(dir+"/p"))
			require.NoError(t, os.Mkdir(dir+"/p", 0o755))
			put(t, dir+"/p/a.cel", renewed())
		}},
		{name: "the folder renamed, and another put in its place", save: func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir+"/q", 0o755))
			put(t, dir+"/q/a.cel", renewed())
			require.NoError(t, os.Rename(dir+"/p", dir+"/old"))
			require.NoError(t, os.Rename(dir+"/q", dir+"/p"))
		}},
		{name: "the folder is a link, and leads elsewhere", setup: func(t *testing.T, dir string) {
			require.NoError(t, os.Rename(dir+"/p", dir+"/v1"))
			require.NoError(t, os.Mkdir(dir+"/v2", 0o755))
			put(t, dir+"/v1/a.cel", old())
			put(t, dir+"/v2/a.cel", renewed())
			require.NoError(t, os.Symlink("v1", dir+"/p"))
		}, save: func(t *testing.T, dir string) {
			require.NoError(t, os.Symlink("v2", dir+"/next"))
			require.NoError(t, os.Rename(dir+"/next", dir+"/p"))
		}},
		{name: "a new folder with a file in it", save: func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir+"/p/more", 0o755))
			put(t, dir+"/p/more/b.cel", renewed())
		}},
	}
}

// TestSaves: every way of saving a file is noticed by events alone, and so is the one
// that comes after it.
func TestSaves(t *testing.T) {
	for _, c := range saves() {
		t.Run(c.name, func(t *testing.T) {
			if _, err := exec.LookPath(c.needs); c.needs != "" && err != nil {
				t.Skip("there is no " + c.needs)
			}
			var applied, alive time.Duration
			for range torture(1) {
				first, second := saved(t, c)
				applied, alive = max(applied, first), max(alive, second)
			}
			t.Logf("applied after %v, alive after %v at most", applied.Round(time.Millisecond), alive.Round(time.Millisecond))
		})
	}
}

func saved(t *testing.T, c aSave) (applied, alive time.Duration) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(dir+"/p", 0o755))
	if c.setup == nil {
		put(t, dir+"/p/a.cel", old())
	} else {
		c.setup(t, dir)
	}
	e, err := engine.Open(quizzes(t), dir+"/p", engine.Poll(time.Hour))
	require.NoError(t, err)
	before := e.Policy()
	defer watch(t, e)()

	c.save(t, dir)
	applied = until(t, e, holds(t, dir+"/p"))
	require.NotEqual(t, before.Revision(), e.Policy().Revision())

	real, err := filepath.EvalSymlinks(dir + "/p/a.cel")
	require.NoError(t, err)
	replace(t, real, strings.ReplaceAll(old(), "old", "last"))
	alive = until(t, e, holds(t, dir+"/p"))
	require.Empty(t, e.Status().Polling)
	return applied, alive
}

// ticks is a clock that is a second later whenever it is asked.
func ticks() func() time.Time {
	n := 0
	var asking sync.Mutex
	return func() time.Time {
		asking.Lock()
		defer asking.Unlock()
		n++
		return quizNow.Add(time.Duration(n) * time.Second)
	}
}

// TestWatchRefuses: what does not load leaves what serves, is told of once with all of
// its errors, and is forgotten when the folder is as it was.
func TestWatchRefuses(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old()})
	told := make(chan engine.Status, 100)
	e := watched(t, root, engine.Clock(ticks()), engine.Changed(func(s engine.Status) { told <- s }))
	good := e.Policy()
	since := e.Status().Since
	require.Equal(t, quizNow.Add(time.Second), since)

	put(t, root+"/a.cel", clause("permit", "", "is.aa"))
	until(t, e, func(s engine.Status) bool { return s.Refused != nil })
	require.Same(t, good, e.Policy())
	s := e.Status()
	require.Equal(t, good.Revision(), s.Revision)
	require.Equal(t, since, s.Since)
	require.Equal(t, quizNow.Add(2*time.Second), s.Refused.At)
	require.NotEqual(t, good.Revision(), s.Refused.Revision)
	require.Len(t, s.Refused.Errors, 1)
	require.Equal(t, filepath.ToSlash(root)+"/a.cel", s.Refused.Errors[0].File)

	put(t, root+"/notes.txt", "nothing of what is read")
	require.Error(t, e.Reload()) // it says so every time
	require.Equal(t, s, e.Status())

	put(t, root+"/a.cel", clause("permit", "", "is.aaa"))
	until(t, e, func(now engine.Status) bool { return now.Refused.Revision != s.Refused.Revision })
	require.Equal(t, quizNow.Add(3*time.Second), e.Status().Refused.At)

	put(t, root+"/a.cel", old())
	until(t, e, func(s engine.Status) bool { return s.Refused == nil })
	require.Same(t, good, e.Policy())
	require.Equal(t, since, e.Status().Since)

	put(t, root+"/a.cel", renewed())
	until(t, e, holds(t, root))
	require.Equal(t, quizNow.Add(4*time.Second), e.Status().Since)
	for _, what := range []string{"serves", "is watched", "refuses", "refuses more", "is as it was", "serves other words"} {
		select {
		case s = <-told:
		case <-time.After(10 * time.Second):
			require.Fail(t, "nobody tells that it "+what)
		}
	}
	require.Equal(t, e.Status(), s)
	require.Empty(t, told)
}

// TestWatchFromNothing: a folder that does not load gives an engine without a policy,
// and Watch finds one when there is one.
func TestWatchFromNothing(t *testing.T) {
	root := filepath.Join(t.TempDir(), "p")
	e, err := engine.Open(quizzes(t), root, engine.Poll(time.Hour))
	require.ErrorContains(t, err, "this folder cannot be opened")
	require.Nil(t, e.Policy())
	require.Empty(t, e.Status().Revision)
	end := watch(t, e)

	require.NoError(t, os.Mkdir(root, 0o755))
	until(t, e, func(s engine.Status) bool {
		return strings.Contains(s.Refused.Errors.Error(), "there is no clause file here")
	})
	put(t, root+"/a.cel", old())
	until(t, e, holds(t, root))
	require.NoError(t, os.RemoveAll(root))
	until(t, e, func(s engine.Status) bool { return s.Refused != nil })
	require.NotNil(t, e.Policy())

	end()
	require.False(t, e.Status().Watched)
}

// TestWatchPolls: what nobody tells of is found by the poll.
func TestWatchPolls(t *testing.T) {
	outside := t.TempDir()
	require.NoError(t, os.MkdirAll(outside+"/a/p", 0o755))
	require.NoError(t, os.MkdirAll(outside+"/b/p", 0o755))
	put(t, outside+"/a/p/a.cel", old())
	put(t, outside+"/b/p/a.cel", renewed())
	require.NoError(t, os.Symlink("a", outside+"/way"))
	e := watched(t, outside+"/way/p", engine.Poll(50*time.Millisecond))
	require.NoError(t, os.Symlink("b", outside+"/next"))
	require.NoError(t, os.Rename(outside+"/next", outside+"/way"))
	until(t, e, holds(t, outside+"/b/p"))
}

// TestWatchLeavesNothing: when its context ends, Watch returns, and no goroutine or
// open file of it stays.
func TestWatchLeavesNothing(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old(), "sub/b.cel": old()})
	e, err := engine.Open(quizzes(t), root)
	require.NoError(t, err)
	before, files := runtime.NumGoroutine(), openFiles()
	for range 5 {
		watch(t, e)()
	}
	for range 500 {
		if runtime.NumGoroutine() > before {
			time.Sleep(10 * time.Millisecond)
		}
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
	require.LessOrEqual(t, openFiles(), files)
}

// openFiles counts them where the system tells.
func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

// TestRestless: a folder of which no two readings are the same is refused and not
// taken half-way, and is read again when it comes to rest.
func TestRestless(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old()})
	e := watched(t, root)
	first := e.Policy()
	stop := make(chan bool)
	var saving sync.WaitGroup
	saving.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				_ = os.WriteFile(root+"/next", fmt.Appendf(nil, "%s// %d\n", old(), i), 0o644)
				_ = os.Rename(root+"/next", root+"/a.cel")
			}
		}
	})
	until(t, e, func(s engine.Status) bool { return s.Refused != nil })
	require.EqualError(t, e.Status().Refused.Errors, filepath.ToSlash(root)+": the files of this folder keep changing")
	require.Same(t, first, e.Policy())
	close(stop)
	saving.Wait()
	until(t, e, holds(t, root))
	require.NotSame(t, first, e.Policy())
}

// TestReloadDuringSwaps: while one version after another takes the place of the last,
// as in a ConfigMap, no reading gives half of one and half of the next.
func TestReloadDuringSwaps(t *testing.T) {
	const files = 30
	root := t.TempDir()
	swap := func(version int) error {
		next := fmt.Sprintf("%s/..v%d", root, version)
		err := os.Mkdir(next, 0o755)
		text := clause("permit", fmt.Sprintf("message: Version %d.", version), "true") // in all files
		for i := range files {
			err = errors.Join(err, os.WriteFile(fmt.Sprintf("%s/c%d.cel", next, i), []byte(text), 0o644))
		}
		err = errors.Join(err, os.Symlink(filepath.Base(next), root+"/..next"), os.Rename(root+"/..next", root+"/..data"))
		return errors.Join(err, os.RemoveAll(fmt.Sprintf("%s/..v%d", root, version-1)))
	}
	require.NoError(t, swap(0))
	for i := range files {
		require.NoError(t, os.Symlink(fmt.Sprintf("..data/c%d.cel", i), fmt.Sprintf("%s/c%d.cel", root, i)))
	}
	e, err := engine.Open(quizzes(t), root)
	require.NoError(t, err)

	stop := make(chan bool)
	var swapping sync.WaitGroup
	var swapped error
	swapping.Go(func() {
		for version := 1; swapped == nil; version++ {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(version%5) * time.Millisecond):
				swapped = swap(version)
			}
		}
	})
	revisions := map[string]bool{}
	for range 20 {
		_ = e.Reload() // that the files keep changing is an answer, too
		p := e.Policy()
		revisions[p.Revision()] = true
		sums := map[[sha256.Size]byte]bool{}
		for _, sum := range p.Files() {
			sums[sum] = true
		}
		require.Len(t, sums, 1, "versions in one policy")
	}
	close(stop)
	swapping.Wait()
	require.NoError(t, swapped)
	require.NoError(t, e.Reload())
	revisions[e.Policy().Revision()] = true
	require.Greater(t, len(revisions), 1)
}

// TestWatchRace: while one whole folder after another takes the place of the last, a
// third of them broken, every decision is that of one of them, from its outcome to its
// last word, and none fails.
func TestWatchRace(t *testing.T) {
	const good, clauses, readers = 20, 6, 3
	dir := t.TempDir()
	versions := sync.Map{} // revision -> version
	for version := range good + 1 {
		files := map[string]string{"version.cel": clause("define", "", fmt.Sprint(version))}
		for i := range clauses {
			files[fmt.Sprintf("c%d.cel", i)] = clause("permit", fmt.Sprintf("message: Version {text(version)}, clause %d of %d.", i, version), "is.a")
		}
		if version == good { // the one that is not
			files["c0.cel"] = clause("permit", "", "is.a &&")
		}
		root := fmt.Sprintf("%s/v%d", dir, version)
		require.NoError(t, os.Rename(write(t, files), root))
		if p, err := engine.Load(quizzes(t), os.DirFS(root)); err == nil {
			versions.Store(p.Revision(), version)
		}
	}
	swap := func(version int) {
		require.NoError(t, os.Symlink(fmt.Sprintf("v%d", version), dir+"/next"))
		require.NoError(t, os.Rename(dir+"/next", dir+"/p"))
	}
	swap(0)
	e := watched(t, dir+"/p")

	stop := make(chan bool)
	wrong := make(chan string, readers)
	decided := make([]int, readers)
	var reading sync.WaitGroup
	for r := range readers {
		reading.Go(func() {
			for ; ; decided[r]++ {
				select {
				case <-stop:
					return
				default:
				}
				if said := mixed(e.Policy(), &versions, clauses); said != "" {
					wrong <- said
					return
				}
			}
		})
	}
	for i := 1; i <= torture(30); i++ {
		if i%3 == 0 {
			swap(good)
			require.Error(t, e.Reload())
			require.NotNil(t, e.Status().Refused)
			continue
		}
		swap(i % good)
		if i%20 == 1 { // Watch alone
			until(t, e, holds(t, dir+"/p"))
		} else {
			require.NoError(t, e.Reload())
		}
		require.Nil(t, e.Status().Refused)
	}
	close(stop)
	reading.Wait()
	select {
	case said := <-wrong:
		require.Fail(t, said)
	default:
	}
	for _, n := range decided {
		require.NotZero(t, n, "a reader that never read")
	}
	t.Logf("%v decisions by each reader", decided)
}

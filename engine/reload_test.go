package engine_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
)

// TestReload: a broken folder leaves the policy that served, and says why; a mended
// one takes its place.
func TestReload(t *testing.T) {
	root := write(t, map[string]string{"a.cel": clause("permit", "", "true"), "b.cel": clause("forbid", "", "is.b")})
	e, err := engine.Open(quizzes(t), root)
	require.NoError(t, err)
	first := e.Policy()

	save := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
	}
	for _, broken := range []string{"", "is.b &&", clause("forbid", "", "is.bb"), clause("forbid", "", "is.b ||"), "\xff"} {
		save("b.cel", broken)
		for range 2 { // it says so every time
			var faults engine.Errors
			require.ErrorAs(t, e.Reload(), &faults)
			require.Equal(t, filepath.ToSlash(root)+"/b.cel", faults[0].File)
			require.Same(t, first, e.Policy())
		}
	}
	save("b.cel", clause("forbid", "", "is.b || is.a"))
	require.NoError(t, e.Reload())
	require.NotSame(t, first, e.Policy())
	require.NotEqual(t, first.Revision(), e.Policy().Revision())

	require.NoError(t, os.RemoveAll(root))
	second := e.Policy()
	require.Error(t, e.Reload())
	require.Same(t, second, e.Policy())
}

// TestReloadRace: while a folder changes and changes again, broken now and then, every
// decision is that of one revision, from its outcome to its last word.
func TestReloadRace(t *testing.T) {
	const clauses, readers, revisions = 6, 8, 24
	root := t.TempDir()
	save := func(version int, broken bool) {
		for i := range clauses {
			text := clause("permit", fmt.Sprintf("message: Version {text(version)}, clause %d of %d.", i, version), "is.a")
			if broken && i == clauses-1 {
				text = clause("permit", "", "is.a &&")
			}
			require.NoError(t, os.WriteFile(filepath.Join(root, fmt.Sprintf("c%d.cel", i)), []byte(text), 0o644))
		}
		require.NoError(t, os.WriteFile(filepath.Join(root, "version.cel"), []byte(clause("define", "", fmt.Sprint(version))), 0o644))
	}
	save(0, false)
	e, err := engine.Open(quizzes(t), root)
	require.NoError(t, err)
	versions := sync.Map{} // revision -> version
	versions.Store(e.Policy().Revision(), 0)

	stop := make(chan struct{})
	var wg sync.WaitGroup
	decided := make([]int, readers)
	wrong := make(chan string, readers)
	for r := range readers {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if said := mixed(e.Policy(), &versions, clauses); said != "" {
					wrong <- said
					return
				}
				decided[r]++
			}
		})
	}
	for version := 1; version <= revisions; version++ {
		broken := version%4 == 0
		save(version, broken)
		if !broken {
			p, err := engine.Load(quizzes(t), os.DirFS(root))
			require.NoError(t, err)
			versions.Store(p.Revision(), version)
		}
		require.Equal(t, broken, e.Reload() != nil)
	}
	close(stop)
	wg.Wait()
	select {
	case said := <-wrong:
		require.Fail(t, said)
	default:
	}
	for _, n := range decided {
		require.NotZero(t, n, "a reader that never read")
	}
}

// mixed says what is wrong with a decision of which not every word is of the revision
// that it names, or nothing.
func mixed(p *engine.Policy, versions *sync.Map, clauses int) string {
	d := p.Decide(state{"is.a": true}.facts())
	version, known := versions.Load(d.Revision())
	if !known || d.Outcome() != engine.Permitted {
		return fmt.Sprintf("revision %s, outcome %s", d.Revision(), d.Outcome())
	}
	i := 0
	for f := range d.Permits() {
		if want := fmt.Sprintf("Version %d, clause %d of %d.", version, i, version); f.Message() != want {
			return fmt.Sprintf("%q, and not %q", f.Message(), want)
		}
		i++
	}
	if i != clauses {
		return fmt.Sprintf("%d clauses of version %d", i, version)
	}
	return ""
}

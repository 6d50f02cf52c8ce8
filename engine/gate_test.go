package engine_test

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
)

// TestGates: a policy serves if every gate lets it, and a gate is asked again about one
// that it refused, even if no clause changed.
func TestGates(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old(), "wanted.txt": "old"})
	wanted := func(p *engine.Policy) error {
		want, err := os.ReadFile(root + "/wanted.txt")
		if err != nil || p.Clauses()[0].Text != map[string]string{"old": old(), "new": renewed()}[string(want)] {
			return engine.Errors{{File: "wanted.txt", Line: 1, Message: "this is not what is wanted"}}
		}
		return nil
	}
	asked := 0
	second := func(*engine.Policy) error { asked++; return nil }
	e := watched(t, root, engine.Gate(wanted), engine.Gate(second))
	require.Equal(t, 1, asked)

	put(t, root+"/a.cel", renewed())
	until(t, e, func(s engine.Status) bool { return s.Refused != nil })
	require.Equal(t, "wanted.txt:1: this is not what is wanted", e.Status().Refused.Errors.Error())
	require.EqualError(t, e.Reload(), "wanted.txt:1: this is not what is wanted")
	require.Equal(t, old(), e.Policy().Clauses()[0].Text)

	put(t, root+"/wanted.txt", "new")
	until(t, e, holds(t, root))
	require.Equal(t, renewed(), e.Policy().Clauses()[0].Text)
	require.Equal(t, 2, asked)

	require.NoError(t, os.Remove(root+"/wanted.txt"))
	require.NoError(t, e.Reload(), "what serves is not asked for again")
}

// TestGateAtTheStart: the first policy has to pass, too. What is no list of errors is
// made one, and a gate that panics refuses.
func TestGateAtTheStart(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old()})
	for _, c := range []struct {
		gate func(*engine.Policy) error
		says string
	}{
		{func(*engine.Policy) error { return errors.New("not today") }, "not today"},
		{func(*engine.Policy) error { panic("no hands") },
			"this cannot be judged, which is a defect of the program and not of the clauses: no hands"},
	} {
		e, err := engine.Open(quizzes(t), root, engine.Gate(c.gate))
		require.EqualError(t, err, c.says)
		require.Nil(t, e.Policy())
		require.EqualError(t, e.Status().Refused.Errors, c.says)
	}
}

// TestCache: a service that starts while the folder is broken serves what it served
// last, says so, and goes back to the folder as soon as that will do.
func TestCache(t *testing.T) {
	root := write(t, map[string]string{"a.cel": old(), "sub/b.cel": old()})
	cache := engine.Cache(filepath.Join(t.TempDir(), "made", "by", "open"))
	open := func() *engine.Engine {
		e, err := engine.Open(quizzes(t), root, engine.Clock(ticks()), cache)
		require.NoError(t, err)
		return e
	}
	first := open()
	require.Equal(t, engine.Status{Revision: first.Policy().Revision(), Since: quizNow.Add(time.Second)}, first.Status())

	put(t, root+"/a.cel", clause("permit", "", "is.aa"))
	e := open()
	s := e.Status()
	require.True(t, s.Cached)
	require.Equal(t, first.Policy().Revision(), s.Revision)
	require.Equal(t, quizNow.Add(2*time.Second), s.Since)
	require.Equal(t, filepath.ToSlash(root)+"/a.cel", s.Refused.Errors[0].File)
	require.Equal(t, first.Policy().Clauses(), e.Policy().Clauses())

	require.Error(t, e.Reload())
	require.True(t, e.Status().Cached)
	put(t, root+"/a.cel", old()) // as the cache has it
	require.NoError(t, e.Reload())
	require.Equal(t, engine.Status{Revision: s.Revision, Since: s.Since}, e.Status())

	put(t, root+"/a.cel", renewed())
	require.NoError(t, e.Reload())
	require.NoError(t, os.RemoveAll(root))
	e = open()
	require.True(t, e.Status().Cached)
	require.Equal(t, renewed(), e.Policy().Clauses()[0].Text, "the last one that served")
}

// TestNoCache: without a cached policy the folder's errors stand; one that is damaged
// or does not load is told of besides. A cache that cannot be written is no reason not
// to serve.
func TestNoCache(t *testing.T) {
	dir := t.TempDir()
	root := write(t, map[string]string{"a.cel": clause("permit", "", "is.aa")})
	faults := func() string {
		e, err := engine.Open(quizzes(t), root, engine.Cache(dir))
		require.Error(t, err)
		require.Nil(t, e.Policy())
		require.False(t, e.Status().Cached)
		return err.Error()
	}
	broken := filepath.ToSlash(root) + "/a.cel:9:4: `is` has no fact `aa`"
	cached := filepath.ToSlash(dir) + "/last-good.zip"
	require.Equal(t, broken, faults())

	put(t, dir+"/last-good.zip", "PK\x03\x04 and no more")
	require.Equal(t, broken+"\n"+cached+": the cache cannot be read: zip: not a valid zip file", faults())

	f, err := os.Create(dir + "/last-good.zip")
	require.NoError(t, err)
	z := zip.NewWriter(f)
	w, err := z.Create("b.cel")
	require.NoError(t, err)
	_, err = w.Write([]byte(clause("permit", "", "is.bb")))
	require.NoError(t, errors.Join(err, z.Close(), f.Close()))
	require.Equal(t, broken+"\n"+cached+"/b.cel:9:4: `is` has no fact `bb`", faults())

	put(t, root+"/a.cel", old())
	put(t, dir+"/file", "")
	e, err := engine.Open(quizzes(t), root, engine.Cache(dir+"/file"))
	require.NoError(t, err)
	require.Equal(t, "the cache `"+filepath.ToSlash(dir)+"/file` cannot be written: not a directory", e.Status().Uncached)

	e, err = engine.Open(quizzes(t), root, engine.Cache(dir))
	require.NoError(t, err)
	require.Empty(t, e.Status().Uncached)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing but the cache and the file above")
}

// TestFiles: a policy knows what bytes each of its files had, the byte order mark too.
func TestFiles(t *testing.T) {
	marked := "\uFEFF" + old()
	root := write(t, map[string]string{"sub/b.cel": marked, "a.cel": old(), "notes.txt": "no clause"})
	e, err := engine.Open(quizzes(t), root)
	require.NoError(t, err)
	var paths []string
	sums := map[string][sha256.Size]byte{}
	for path, sum := range e.Policy().Files() {
		paths = append(paths, path)
		sums[path] = sum
	}
	require.Equal(t, []string{"a.cel", "sub/b.cel"}, paths)
	require.Equal(t, map[string][sha256.Size]byte{"a.cel": sha256.Sum256([]byte(old())), "sub/b.cel": sha256.Sum256([]byte(marked))}, sums)
}

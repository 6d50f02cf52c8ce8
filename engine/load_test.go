package engine_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
)

func quizzes(t testing.TB) *schema.Schema {
	s, err := schema.New(&quiz{})
	require.NoError(t, err)
	return s
}

// write makes a folder of files. A text that begins with -> is a link.
func write(t *testing.T, files map[string]string) string {
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if target, isLink := strings.CutPrefix(text, "->"); isLink {
			require.NoError(t, os.Symlink(target, path))
			continue
		}
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

// opened opens a folder and gives the ids of its clauses, and what is wrong with it,
// without the path of the folder.
func opened(t *testing.T, root string) (ids []string, faults string) {
	e, err := engine.Open(quizzes(t), root)
	if err != nil {
		require.Nil(t, e.Policy())
		return nil, strings.ReplaceAll(details(t, err), filepath.ToSlash(root), "ROOT")
	}
	for _, c := range e.Policy().Clauses() {
		ids = append(ids, c.ID)
	}
	return ids, ""
}

func details(t *testing.T, err error) string {
	var faults engine.Errors
	require.ErrorAs(t, err, &faults)
	var lines []string
	for _, e := range faults {
		line := e.Error()
		if e.Hint != "" {
			line += " | " + e.Hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestFolder(t *testing.T) {
	sound := clause("permit", "", "true")
	for _, c := range []struct {
		name   string
		files  map[string]string
		ids    string
		faults string
	}{
		{"every clause file, at any depth, and nothing else",
			map[string]string{"a.cel": sound, "b/c/d.cel": sound, "README.md": "Read me.", "b/notes.txt": "", "cel": "", "x.celx": ""},
			"a b/c/d", ""},
		{"names that start with a dot are passed over",
			map[string]string{"a.cel": sound, ".b.cel": "broken", ".git/c.cel": "broken", "d/.cel": "broken", ".e/f/g.cel": "broken"},
			"a", ""},
		{"a folder may be named like a file",
			map[string]string{"a.cel/b.cel": sound},
			"a.cel/b", ""},
		{"a folder that Kubernetes mounts has every file once",
			map[string]string{"..2026_01/a.cel": sound, "..2026_01/b.cel": sound, "..data": "->..2026_01", "a.cel": "->..data/a.cel", "b.cel": "->..data/b.cel"},
			"a b", ""},
		{"a link to a folder inside has files of its own",
			map[string]string{"a/b.cel": sound, "c": "->a"},
			"a/b c/b", ""},
		{"a link to a file inside",
			map[string]string{"a/b.cel": sound, "c.cel": "->a/b.cel"},
			"a/b c", ""},
		{"an empty folder", map[string]string{}, "",
			"ROOT: there is no clause file here | a clause file ends in `.cel`"},
		{"a folder with other files", map[string]string{"README.md": "Read me."}, "",
			"ROOT: there is no clause file here | a clause file ends in `.cel`"},
		{"a link that leads out",
			map[string]string{"a.cel": sound, "b.cel": "->/etc/hostname", "c": "->..", "d.cel": "->../../../../etc/hostname"}, "",
			"ROOT/b.cel: this cannot be read: path escapes from parent | a link must lead to something inside of the policy folder\n" +
				"ROOT/c: this cannot be read: path escapes from parent | a link must lead to something inside of the policy folder\n" +
				"ROOT/d.cel: this cannot be read: path escapes from parent | a link must lead to something inside of the policy folder"},
		{"a link to nothing",
			map[string]string{"a.cel": sound, "b.cel": "->gone.cel"}, "",
			"ROOT/b.cel: this cannot be read: no such file or directory | a link must lead to something inside of the policy folder"},
		{"a link to itself",
			map[string]string{"a.cel": "->a.cel"}, "",
			"ROOT/a.cel: this cannot be read: too many levels of symbolic links | a link must lead to something inside of the policy folder"},
		{"links that lead in a circle",
			map[string]string{"a.cel": sound, "b/c": "->..", "b/d": "->.", "e": "->b"}, "",
			"ROOT/b/c: this link leads back to a folder that it is in\n" +
				"ROOT/b/d: this link leads back to a folder that it is in\n" +
				"ROOT/e/c: this link leads back to a folder that it is in\n" +
				"ROOT/e/d: this link leads back to a folder that it is in"},
		{"ids that differ in case only",
			map[string]string{"Window/Open.cel": sound, "window/open.cel": sound}, "",
			"ROOT/window/open.cel: this clause has the same id as `Window/Open.cel` | ids that differ in case only count as the same"},
		{"an ending in capital letters",
			map[string]string{"a.cel": sound, "b.CEL": sound, "c.Cel": sound}, "",
			"ROOT/b.CEL: the ending of a clause file is `.cel`, in lower case\n" +
				"ROOT/c.Cel: the ending of a clause file is `.cel`, in lower case"},
		{"a name that is no plain text",
			map[string]string{"a\nb.cel": sound, "c\\d.cel": sound}, "",
			"ROOT/\"a\\nb.cel\": a file name must be plain text\n" +
				"ROOT/\"c\\\\d.cel\": a file name must be plain text"},
		{"bytes that are no text",
			map[string]string{"a.cel": sound, "b.cel": "// Caf\xe9.\n"}, "",
			"ROOT/b.cel:1:7: the byte 0xE9 is not UTF-8 text | save the file as UTF-8"},
		{"a file of more than 1 MiB",
			map[string]string{"a.cel": sound, "b.cel": strings.Repeat("// x\n", 1<<20/5+1)}, "",
			"ROOT/b.cel: this file is larger than 1 MiB"},
		{"a header and nothing else",
			map[string]string{"a.cel": strings.TrimSuffix(sound, "true\n")}, "",
			"ROOT/a.cel:7:1: no expression after the header | write it below the header, after a blank line"},
		{"comments and nothing else",
			map[string]string{"a.cel": "// To be written.\n"}, "",
			"ROOT/a.cel:1:1: the file has only comments: no header keys and no expression"},
		{"an empty file",
			map[string]string{"a.cel": ""}, "",
			"ROOT/a.cel:1:1: the file is empty | a clause is a header of comment lines, a blank line and one expression"},
		{"all faults of all files, sorted",
			map[string]string{"b/2.cel": clause("permit", "on: quizz", "is.e"), "b/1.cel": clause("permit", "scope: is.x", "is.y"), "a.cel": sound, "C.cel": "true", "z": "->z"}, "",
			"ROOT/C.cel:1:1: there are no header keys above the expression | the header begins with a line like `//   effect: permit`\n" +
				"ROOT/b/1.cel:5:16: `is` has no fact `x` | it has a, b, c, d\n" +
				"ROOT/b/1.cel:10:4: `is` has no fact `y` | it has a, b, c, d\n" +
				"ROOT/b/2.cel:4:10: there is no action `quizz` | did you mean `quiz`?\n" +
				"ROOT/z: this cannot be read: too many levels of symbolic links | a link must lead to something inside of the policy folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ids, faults := opened(t, write(t, c.files))
			require.Equal(t, c.faults, faults)
			require.Equal(t, c.ids, strings.Join(ids, " "))
		})
	}
}

// TestManyLinks: links that lead to each other make more paths than anybody can walk.
func TestManyLinks(t *testing.T) {
	root := write(t, map[string]string{"a/b.cel": clause("permit", "", "true")})
	const folders = 12
	for from := range folders {
		require.NoError(t, os.MkdirAll(filepath.Join(root, fmt.Sprint(from)), 0o755))
		for to := range folders {
			require.NoError(t, os.Symlink("../"+fmt.Sprint(to), filepath.Join(root, fmt.Sprint(from), fmt.Sprint(to))))
		}
	}
	_, faults := opened(t, root)
	require.Contains(t, faults, "ROOT: there are too many files and folders | 20000 are the most; does a link lead in a circle?")
}

func TestNoFolder(t *testing.T) {
	_, faults := opened(t, filepath.Join(t.TempDir(), "gone"))
	require.Contains(t, faults, "this folder cannot be opened: no such file or directory")
	_, faults = opened(t, filepath.Join(write(t, map[string]string{"file": ""}), "file"))
	require.Equal(t, "ROOT: this folder cannot be opened: not a directory", faults)
}

// TestPipe: to open a pipe would wait for a writer for ever.
func TestPipe(t *testing.T) {
	root := write(t, map[string]string{"a.cel": clause("permit", "", "true")})
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "b.cel"), 0o644))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "c"), 0o644))
	done := make(chan string)
	go func() {
		_, faults := opened(t, root)
		done <- faults
	}()
	select {
	case faults := <-done:
		require.Equal(t, "ROOT/b.cel: this is no regular file", faults)
	case <-time.After(10 * time.Second):
		require.Fail(t, "still waiting for the pipe")
	}
}

// failing is a file system in which some paths cannot be read.
type failing struct {
	fstest.MapFS
	paths []string
}

var errDisk = errors.New("the disk is on fire")

func (f failing) Open(name string) (fs.File, error) {
	if slices.Contains(f.paths, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errDisk}
	}
	return f.MapFS.Open(name)
}

func (f failing) ReadFile(name string) ([]byte, error) {
	if slices.Contains(f.paths, name) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDisk}
	}
	return f.MapFS.ReadFile(name)
}

func (f failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if slices.Contains(f.paths, name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errDisk}
	}
	return f.MapFS.ReadDir(name)
}

// TestUnreadable: what cannot be read is never passed over.
func TestUnreadable(t *testing.T) {
	sound := clause("permit", "", "true")
	fsys := failing{dir(map[string]string{"a.cel": sound, "b.cel": sound, "c/d.cel": sound, "e/f.cel": sound}), []string{"b.cel", "c"}}
	_, err := engine.Load(quizzes(t), fsys)
	require.Equal(t, "b.cel: this file cannot be read: the disk is on fire\n"+
		"c: this folder cannot be read: the disk is on fire", details(t, err))

	_, err = engine.Load(quizzes(t), failing{dir(nil), []string{"."}})
	require.Equal(t, "this folder cannot be read: the disk is on fire", details(t, err))
}

// TestSystems: the clauses of several file systems are one policy, in which an id
// stands once.
func TestSystems(t *testing.T) {
	a, b := dir(map[string]string{"a.cel": clause("permit", "", "agreed"), "x.cel": clause("forbid", "", "is.b")}), dir(map[string]string{"define/agreed.cel": clause("define", "", "is.a")})
	p, err := engine.Load(quizzes(t), a, b)
	require.NoError(t, err)
	require.Len(t, p.Clauses(), 3)
	other, err := engine.Load(quizzes(t), b, a)
	require.NoError(t, err)
	require.Equal(t, p.Revision(), other.Revision(), "the order of the file systems is of no matter")

	_, err = engine.Load(quizzes(t), a, b, dir(map[string]string{"X.cel": clause("permit", "", "true"), "a.cel": clause("permit", "", "true")}))
	require.Equal(t, "a.cel: this clause has the same id as `a.cel` | ids that differ in case only count as the same\n"+
		"x.cel: this clause has the same id as `X.cel` | ids that differ in case only count as the same", details(t, err))

	_, err = engine.Load(quizzes(t))
	require.Equal(t, "there is no clause file here | a clause file ends in `.cel`", details(t, err))
}

// TestRevision: the revision is a sum over every path and content, sorted, and the
// schema, whoever computes it.
func TestRevision(t *testing.T) {
	files := map[string]string{
		"b.cel":            "\uFEFF" + clause("permit", "", "is.a"),
		"a/z.cel":          strings.ReplaceAll(clause("permit", "", "is.b"), "\n", "\r\n"),
		"a.cel":            clause("forbid", "", "small"),
		"define/small.cel": clause("define", "", "count.n < 3"),
	}
	s := quizzes(t)
	sum := sha256.New()
	for _, path := range []string{"a.cel", "a/z.cel", "b.cel", "define/small.cel"} {
		sum.Write([]byte(path + "\x00" + files[path] + "\x00"))
	}
	digest := s.Digest()
	sum.Write(digest[:])
	want := "sha256:" + hex.EncodeToString(sum.Sum(nil))

	p, err := engine.Load(s, dir(files))
	require.NoError(t, err)
	require.Equal(t, want, p.Revision())
	files["README.md"] = "This is no clause."
	e, err := engine.Open(s, write(t, files))
	require.NoError(t, err)
	require.Equal(t, want, e.Policy().Revision(), "neither the folder nor other files count")

	for name, change := range map[string]func(map[string]string){
		"a content":    func(f map[string]string) { f["a.cel"] += "// A remark.\n" },
		"a line end":   func(f map[string]string) { f["b.cel"] = strings.TrimPrefix(f["b.cel"], "\uFEFF") },
		"a path":       func(f map[string]string) { f["c.cel"] = f["b.cel"]; delete(f, "b.cel") },
		"a file fewer": func(f map[string]string) { delete(f, "b.cel") },
	} {
		changed := map[string]string{}
		for path, text := range files {
			changed[path] = text
		}
		change(changed)
		p, err := engine.Load(s, dir(changed))
		require.NoError(t, err)
		require.NotEqual(t, want, p.Revision(), name)
	}
	more, err := schema.New(&quiz{}, byValue{})
	require.NoError(t, err)
	p, err = engine.Load(more, dir(files))
	require.NoError(t, err)
	require.NotEqual(t, want, p.Revision(), "the schema")
}

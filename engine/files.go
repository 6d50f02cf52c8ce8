package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
)

// The walk over a policy folder. Whatever it cannot read is a fault: a clause that
// is passed over in silence would make the policy looser.

const (
	maxPathLen = 512    // bytes of a path below the policy folder
	maxEntries = 20_000 // files and folders; ends a walk through links of which each leads to more of them
)

// file is one clause file, as bytes.
type file struct {
	path string // below the policy folder, with /
	data []byte
}

// readFiles gives every clause file of the file systems, sorted by path.
func readFiles(systems []fs.FS) (files []file, faults fault.List) {
	for _, fsys := range systems {
		w := walk{fsys: fsys}
		if root, err := fs.Stat(fsys, "."); err == nil {
			w.around = []fs.FileInfo{root}
		}
		w.folder(".")
		files, faults = append(files, w.files...), append(faults, w.faults...)
	}
	slices.SortStableFunc(files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	if len(files) == 0 && len(faults) == 0 {
		faults = fault.List{{Message: "there is no clause file here", Hint: "a clause file ends in `.cel`"}}
	}
	return files, append(faults, sameIDs(files)...)
}

// sameIDs refuses ids that are equal, or would be on a system that folds case.
func sameIDs(files []file) (faults fault.List) {
	seen := map[string]string{}
	for _, f := range files {
		folded := strings.ToLower(f.path)
		if other, ok := seen[folded]; ok {
			faults = append(faults, &fault.Error{File: f.path, Message: fmt.Sprintf("this clause has the same id as `%s`", other), Hint: "ids that differ in case only count as the same"})
		}
		seen[folded] = f.path
	}
	return faults
}

// walk goes through one file system, and keeps what it finds.
type walk struct {
	fsys    fs.FS
	around  []fs.FileInfo // the folders that the walk is in
	entries int
	files   []file
	faults  fault.List
}

func (w *walk) refuse(name, message, hint string) {
	if name == "." {
		name = ""
	}
	w.faults = append(w.faults, &fault.Error{File: name, Message: message, Hint: hint})
}

func (w *walk) folder(dir string) {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.refuse(dir, "this folder cannot be read: "+reason(err), "")
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if w.entries++; w.entries == maxEntries {
			w.refuse(".", "there are too many files and folders", fmt.Sprintf("%d are the most; does a link lead in a circle?", maxEntries))
		}
		if w.entries < maxEntries {
			w.entry(path.Join(dir, e.Name()))
		}
	}
}

func (w *walk) entry(name string) {
	info, err := fs.Stat(w.fsys, name) // follows links, which a file system of a root keeps inside
	switch {
	case err != nil:
		w.refuse(name, "this cannot be read: "+reason(err), "a link must lead to something inside of the policy folder")
	case len(name) > maxPathLen:
		w.refuse(name[:40]+"…", "the folders are nested too deep", "does a link lead in a circle?")
	case info.IsDir() && slices.ContainsFunc(w.around, func(f fs.FileInfo) bool { return os.SameFile(f, info) }):
		w.refuse(name, "this link leads back to a folder that it is in", "")
	case info.IsDir():
		w.around = append(w.around, info)
		w.folder(name)
		w.around = w.around[:len(w.around)-1]
	case strings.ToLower(path.Ext(name)) == ".cel":
		w.file(name, info)
	}
}

func (w *walk) file(name string, info fs.FileInfo) {
	switch {
	case path.Ext(name) != ".cel":
		w.refuse(name, "the ending of a clause file is `.cel`, in lower case", "")
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' || r == '\\' }):
		w.refuse(fmt.Sprintf("%q", name), "a file name must be plain text", "")
	case !info.Mode().IsRegular():
		w.refuse(name, "this is no regular file", "")
	case info.Size() > clause.MaxFile:
		w.refuse(name, "this file is larger than 1 MiB", "")
	default:
		w.read(name)
	}
}

func (w *walk) read(name string) {
	data, err := fs.ReadFile(w.fsys, name)
	if err != nil {
		w.refuse(name, "this file cannot be read: "+reason(err), "")
		return
	}
	w.files = append(w.files, file{name, data})
}

// reason is an error without the path and the name of the system call.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

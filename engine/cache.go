package engine

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/clausewise/clausewise/engine/schema"
)

// The cache is one file, so that it is replaced whole, and an archive, whose sums tell
// if it did not come back as it was written.
const cacheFile = "last-good.zip"

// keep puts the files of a policy into the cache and says why it could not.
func (e *Engine) keep(files []file) (uncached string) {
	if e.cache == "" {
		return ""
	}
	if err := fill(e.cache, files); err != nil {
		return "the cache `" + filepath.ToSlash(e.cache) + "` cannot be written: " + reason(err)
	}
	return ""
}

// fill replaces the cache, or leaves it as it was.
func fill(dir string, files []file) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, cacheFile+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // which is gone where all went well
	err = errors.Join(pack(f, files), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, cacheFile))
}

func pack(f *os.File, files []file) error {
	z := zip.NewWriter(f)
	for _, raw := range files {
		w, err := z.Create(raw.path)
		if err != nil {
			return err
		}
		if _, err := w.Write(raw.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// recall lets the cached policy serve, after the folder did not load. Where there is
// none, the error of the folder stands; where it does not load either, both do.
func (e *Engine) recall(folder error) error {
	if e.cache == "" {
		return folder
	}
	p, err := unpack(e.schema, filepath.Join(e.cache, cacheFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return folder
	case err != nil:
		return slices.Concat(listed(folder), listed(err))
	}
	e.loading.Lock()
	defer e.loading.Unlock()
	next := *e.standing.Load()
	next.policy, next.Revision, next.Since, next.Cached = p, p.revision, e.now(), true
	e.turn(next)
	return nil
}

func unpack(s *schema.Schema, file string) (*Policy, error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, Errors{{File: filepath.ToSlash(file), Message: "the cache cannot be read: " + reason(err)}}
	}
	defer z.Close()
	p, err := Load(s, z)
	if err != nil {
		under(file, listed(err))
		return nil, err
	}
	under(file, p.warnings)
	return p, nil
}

package engine

import (
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema"
)

// Error is one fault of a clause file or of facts: file, line, column, message, hint.
type Error = fault.Error

// Errors lists every fault of a load, sorted by place.
type Errors = fault.List

// Engine holds the policy of a folder and can read it anew while others decide. It
// is safe for concurrent use.
type Engine struct {
	schema  *schema.Schema
	dir     string
	current atomic.Pointer[Policy]
	loading sync.Mutex
}

// Open loads the policy folder. No link leads out of it. The error is that of Load,
// with the folder in front of every path.
func Open(s *schema.Schema, dir string) (*Engine, error) {
	e := &Engine{schema: s, dir: dir}
	return e, e.Reload()
}

// Policy is the policy that serves now.
func (e *Engine) Policy() *Policy { return e.current.Load() }

// Reload reads the folder anew. It is all or nothing: on an error the policy that
// served goes on serving.
func (e *Engine) Reload() error {
	e.loading.Lock()
	defer e.loading.Unlock()
	p, err := loadDir(e.schema, e.dir)
	if err == nil {
		e.current.Store(p)
	}
	return err
}

func loadDir(s *schema.Schema, dir string) (*Policy, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, Errors{{File: dir, Message: "this folder cannot be opened: " + reason(err)}}
	}
	defer root.Close()
	p, err := Load(s, root.FS())
	if list, ok := err.(Errors); ok {
		return nil, under(dir, list)
	}
	p.warnings = under(dir, p.warnings)
	return p, err
}

// under puts the folder in front of every path.
func under(dir string, list Errors) Errors {
	for _, e := range list {
		e.File = path.Join(filepath.ToSlash(dir), e.File)
	}
	return list
}

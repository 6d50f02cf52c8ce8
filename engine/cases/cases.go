// Package cases runs golden cases: text files that hold a fact set and the decision
// that a policy must give for it.
//
// A case is one txtar file. Its comment is a sentence that says what the case shows;
// the file facts.yaml or facts.json is the fact set, with its `now`; the file
// decision is the decision as package render gives it:
//
//	A message opens the window, and the 24th hour still counts.
//
//	-- facts.yaml --
//	action: send
//	now: 2026-01-10T15:00:00Z
//	…
//	-- decision --
//	PERMITTED  send, 2026-01-10 15:00 UTC
//	…
//
// Begin with [Run]: it finds the cases by walking, so that nobody has to register one,
// and gives each with what came of it. [Case.Update] keeps what the policy decided.
//
// # Why the whole text?
//
// A decision is compared with everything that it says, not with its outcome alone: a
// case fails too when another clause answers, or the same one in other words. That is
// what the owner of a clause wants to read before she keeps an edit. Only the
// revision is not in it.
package cases

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"
	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"golang.org/x/tools/txtar"
)

const decisionFile = "decision"

// Case is one case file and what came of it.
type Case struct {
	Path     string
	Sentence string          // what the case shows
	Decision engine.Decision // of the policy that ran it
	Diff     string          // how the decision differs from the golden one; empty where it does not
	Err      error           // why the case cannot be run: no sentence, no facts, facts that are refused
	archive  *txtar.Archive
}

// Passed says that the policy gave the decision of the case.
func (c Case) Passed() bool { return c.Err == nil && c.Diff == "" }

// Run decides every case below the paths, files or folders, in order. The error is
// of a path that cannot be read, or below which there is no case.
func Run(p *engine.Policy, paths ...string) ([]Case, error) {
	files, err := find(paths)
	if err != nil {
		return nil, err
	}
	cases := make([]Case, 0, len(files))
	for _, file := range files {
		cases = append(cases, run(p, file))
	}
	return cases, nil
}

func find(paths []string) (files []string, err error) {
	for _, path := range paths {
		before := len(files)
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && filepath.Ext(name) == ".txtar" {
				files = append(files, name)
			}
			return err
		})
		var at *fs.PathError
		if errors.As(err, &at) {
			return nil, fmt.Errorf("`%s` cannot be read: %w", at.Path, at.Err)
		}
		if len(files) == before {
			return nil, fmt.Errorf("there is no case (`*.txtar`) below `%s`", path)
		}
	}
	return files, nil
}

func run(p *engine.Policy, path string) (c Case) {
	c.Path = path
	if c.archive, c.Err = txtar.ParseFile(path); c.Err != nil {
		return c
	}
	if c.Sentence = strings.TrimSpace(string(c.archive.Comment)); c.Sentence == "" {
		c.Err = fmt.Errorf("%s: a case begins with a sentence that says what it shows", path)
		return c
	}
	facts, err := c.facts(p.Schema())
	if err != nil {
		c.Err = err
		return c
	}
	c.Decision = p.Decide(facts)
	c.Diff = udiff.Unified(path, "this policy", c.want(), render.Decision(c.Decision, render.Style{}))
	return c
}

// facts reads the fact set, with as many empty lines above it as there are lines in the
// case: so a fault stands where it is in the file.
func (c *Case) facts(s *schema.Schema) (schema.Facts, error) {
	above := lines(c.archive.Comment)
	for _, f := range c.archive.Files {
		above++ // the line with the name
		var v *schema.Value
		var err error
		switch placed := slices.Concat(bytes.Repeat([]byte("\n"), above), f.Data); f.Name {
		case "facts.json":
			v, err = schema.ParseJSON(c.Path, placed)
		case "facts.yaml":
			v, err = schema.ParseYAML(c.Path, placed)
		default:
			above += lines(f.Data)
			continue
		}
		if err != nil {
			return nil, err
		}
		return s.Decode(v, time.Time{})
	}
	return nil, fmt.Errorf("%s: a case needs a file `facts.yaml` or `facts.json`", c.Path)
}

func lines(text []byte) int { return bytes.Count(text, []byte("\n")) }

func (c *Case) want() string {
	for _, f := range c.archive.Files {
		if f.Name == decisionFile {
			return string(f.Data)
		}
	}
	return ""
}

// Update writes the decision that the policy gave into the case file.
func (c Case) Update() error {
	if c.Err != nil || c.Diff == "" {
		return c.Err
	}
	made := txtar.File{Name: decisionFile, Data: []byte(render.Decision(c.Decision, render.Style{}))}
	i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == decisionFile })
	if i < 0 {
		c.archive.Files = append(c.archive.Files, made)
	} else {
		c.archive.Files[i] = made
	}
	return os.WriteFile(c.Path, txtar.Format(c.archive), 0o644)
}

// Package defines is the defines of a policy: their names, who reads which, and the
// order in which each comes behind those that it reads. It reads tokens, and knows no CEL.
package defines

import (
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/schema"
)

// Set is the defines of a policy, each under the base name of its file, in an
// order in which each reads only those before it.
type Set struct {
	sorted []*clause.File
	byName map[string]*clause.File
}

// New verifies the names of the defines and orders them. A define with a bad
// name and those on a cycle are left out, and named by the faults.
func New(s *schema.Schema, files []*clause.File) (*Set, fault.List) {
	d := &Set{byName: map[string]*clause.File{}}
	var faults fault.List
	for _, f := range files {
		if msg := d.refuse(s, f); msg != "" {
			faults = append(faults, &fault.Error{File: f.Path, Message: msg})
			continue
		}
		d.byName[Name(f)] = f
	}
	return d, append(faults, d.sort(files)...)
}

// Name is what a file defines.
func Name(f *clause.File) string { return path.Base(f.ID) }

// Has says that a define of that name is well named, whether or not it compiles.
func (d *Set) Has(name string) bool { return d.byName[name] != nil }

// Names are those of all defines, in no order.
func (d *Set) Names() []string { return slices.Collect(maps.Keys(d.byName)) }

// Sorted gives the defines in their order.
func (d *Set) Sorted() []*clause.File { return slices.Clone(d.sorted) }

func (d *Set) refuse(s *schema.Schema, f *clause.File) string {
	n := Name(f)
	if other := d.byName[n]; other != nil {
		return fmt.Sprintf("two defines are named `%s`; the other is `%s`", n, other.Path)
	}
	if !isIdentifier(n) {
		return fmt.Sprintf("a define's file name is the name it defines, and `%s` is no name: use letters, digits and `_`", n)
	}
	if lexicon.IsReserved(n) {
		return fmt.Sprintf("a define cannot be named `%s`: it is a word of the language", n)
	}
	for _, a := range s.Actions() {
		if a.Facts.Field(n) != nil {
			return fmt.Sprintf("a define cannot be named `%s`: it is a fact of `%s`", n, a.Name)
		}
	}
	return ""
}

func isIdentifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// sort orders the defines depth first, in the order of the files. A define that is
// met again while it is being visited stands on a cycle.
func (d *Set) sort(files []*clause.File) (faults fault.List) {
	const visiting, done = 1, 2
	state := map[*clause.File]int{}
	var trail []use
	var visit func(f *clause.File) bool
	visit = func(f *clause.File) bool {
		if state[f] == visiting {
			faults = append(faults, cycle(f, trail))
			return false
		}
		if state[f] == done {
			return d.byName[Name(f)] == f
		}
		state[f] = visiting
		sound := true
		for _, t := range d.Uses(f.Body) {
			trail = append(trail, use{f, t})
			sound = visit(d.byName[t.Text]) && sound
			trail = trail[:len(trail)-1]
		}
		state[f] = done
		if sound {
			d.sorted = append(d.sorted, f)
		}
		return sound
	}
	for _, f := range files {
		if d.byName[Name(f)] == f {
			visit(f)
		}
	}
	return faults
}

// use is one place where a file reads a define.
type use struct {
	in    *clause.File
	token clause.Token
}

// cycle words the part of the trail that leads from f back to f.
func cycle(f *clause.File, trail []use) *fault.Error {
	start := slices.IndexFunc(trail, func(u use) bool { return u.in == f })
	var steps []string
	for _, u := range trail[start:] {
		steps = append(steps, fmt.Sprintf("`%s` reads `%s` at %s:%d:%d", Name(u.in), u.token.Text, u.in.Path, u.token.Line, u.token.Col))
	}
	t := trail[start].token
	if len(steps) == 1 {
		return f.Fault(t.Line, t.Col, t.Col+len(t.Text), fmt.Sprintf("the define `%s` reads itself", t.Text), "a name for the elements of a list must be another one")
	}
	return f.Fault(t.Line, t.Col, t.Col+len(t.Text), "defines read each other in a circle: "+strings.Join(steps, ", "), "")
}

// Uses lists the places where an expression reads a define, each define once. A name
// behind a dot is a field, unless nothing stands before the dot.
func (d *Set) Uses(x *clause.Expr) (uses []clause.Token) {
	if x == nil {
		return nil
	}
	seen := map[string]bool{}
	for i, t := range x.Tokens {
		if t.Kind != clause.Ident || d.byName[t.Text] == nil || seen[t.Text] || isField(x.Tokens, i) {
			continue
		}
		seen[t.Text] = true
		uses = append(uses, t)
	}
	return uses
}

func isField(tokens []clause.Token, i int) bool {
	if i < 2 || tokens[i-1].Text != "." {
		return false
	}
	before := tokens[i-2]
	return before.Kind == clause.Ident || before.Kind == clause.String || strings.Contains(")]}", before.Text)
}

// Behind gives the defines that the clauses read, directly or through others, in order.
func (d *Set) Behind(clauses []*clause.File) []*clause.File {
	wanted := map[*clause.File]bool{}
	var want func(f *clause.File)
	want = func(f *clause.File) {
		for x := range exprs(f) {
			for _, t := range d.Uses(x) {
				if g := d.byName[t.Text]; !wanted[g] {
					wanted[g] = true
					want(g)
				}
			}
		}
	}
	for _, f := range clauses {
		want(f)
	}
	return slices.DeleteFunc(slices.Clone(d.sorted), func(f *clause.File) bool { return !wanted[f] })
}

// ReadBy lists the ids of the defines that a file reads, directly or through others.
func (d *Set) ReadBy(f *clause.File) (ids []string) {
	for _, read := range d.Behind([]*clause.File{f}) {
		ids = append(ids, read.ID)
	}
	slices.Sort(ids)
	return ids
}

// Unread gives the defines that none of the clauses reads.
func (d *Set) Unread(clauses []*clause.File) []*clause.File {
	read := d.Behind(clauses)
	return slices.DeleteFunc(slices.Clone(d.sorted), func(f *clause.File) bool { return slices.Contains(read, f) })
}

// exprs walks over every expression of a file: scope, body, due instant and holes.
func exprs(f *clause.File) iter.Seq[*clause.Expr] {
	return func(yield func(*clause.Expr) bool) {
		for _, x := range append([]*clause.Expr{f.Scope, f.Body, f.By}, f.Holes()...) {
			if x != nil && !yield(x) {
				return
			}
		}
	}
}

// Levels groups ordered defines so that none reads another of its own level.
func Levels(files []*clause.File) iter.Seq[[]*clause.File] {
	depth, deepest := map[string]int{}, 0
	for _, f := range files {
		above := 0
		for x := range exprs(f) {
			for _, t := range x.Tokens {
				if below, ok := depth[t.Text]; ok && t.Kind == clause.Ident {
					above = max(above, below+1)
				}
			}
		}
		depth[Name(f)] = above
		deepest = max(deepest, above)
	}
	return func(yield func([]*clause.File) bool) {
		for n := range deepest + 1 {
			level := slices.DeleteFunc(slices.Clone(files), func(f *clause.File) bool { return depth[Name(f)] != n })
			if len(level) > 0 && !yield(level) {
				return
			}
		}
	}
}

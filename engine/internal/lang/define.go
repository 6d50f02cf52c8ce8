package lang

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// Defines are the defines of a policy, each under the base name of its file, in an
// order in which each reads only those before it.
type Defines struct {
	sorted []*clause.File
	byName map[string]*clause.File
}

// define is a compiled define of one action; index is its place in a Facts' memo.
type define struct {
	*program
	index int
	bind  sync.Once
	bound *ir.Binding
}

// keywords are the words that CEL keeps, and the names of its types.
const keywords = "true false null in as break const continue else for function if import let loop package namespace return var void while " +
	"bool bytes double dyn int list map null_type string type uint"

// callables are the functions and macros that a clause can call.
const callables = "has all exists exists_one map filter size contains startsWith endsWith matches duration timestamp int string double uint bool " +
	"getFullYear getMonth getDayOfYear getDayOfMonth getDate getDayOfWeek getHours getMinutes getSeconds getMilliseconds " +
	"seconds minutes hours days within younger latest business_days_after assume in_regions text"

// isReserved says that a name belongs to the language.
func isReserved(name string) bool {
	return slices.Contains(strings.Fields(keywords), name) || slices.Contains(strings.Fields(callables), name)
}

// NewDefines verifies the names of the defines and orders them. A define with a bad
// name and those on a cycle are left out, and named by the faults.
func NewDefines(s *schema.Schema, files []*clause.File) (*Defines, fault.List) {
	d := &Defines{byName: map[string]*clause.File{}}
	var faults fault.List
	for _, f := range files {
		if msg := d.refuse(s, f); msg != "" {
			faults = append(faults, &fault.Error{File: f.Path, Message: msg})
			continue
		}
		d.byName[name(f)] = f
	}
	return d, append(faults, d.sort(files)...)
}

func name(f *clause.File) string { return path.Base(f.ID) }

func (d *Defines) refuse(s *schema.Schema, f *clause.File) string {
	n := name(f)
	if other := d.byName[n]; other != nil {
		return fmt.Sprintf("two defines are named `%s`; the other is `%s`", n, other.Path)
	}
	if !isIdentifier(n) {
		return fmt.Sprintf("a define's file name is the name it defines, and `%s` is no name: use letters, digits and `_`", n)
	}
	if isReserved(n) {
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
func (d *Defines) sort(files []*clause.File) (faults fault.List) {
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
			return d.byName[name(f)] == f
		}
		state[f] = visiting
		sound := true
		for _, u := range d.uses(f, f.Body) {
			trail = append(trail, u)
			sound = visit(d.byName[u.token.Text]) && sound
			trail = trail[:len(trail)-1]
		}
		state[f] = done
		if sound {
			d.sorted = append(d.sorted, f)
		}
		return sound
	}
	for _, f := range files {
		if d.byName[name(f)] == f {
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
		steps = append(steps, fmt.Sprintf("`%s` reads `%s` at %s:%d:%d", name(u.in), u.token.Text, u.in.Path, u.token.Line, u.token.Col))
	}
	t := trail[start].token
	if len(steps) == 1 {
		return f.Fault(t.Line, t.Col, t.Col+len(t.Text), fmt.Sprintf("the define `%s` reads itself", t.Text), "a name for the elements of a list must be another one")
	}
	return f.Fault(t.Line, t.Col, t.Col+len(t.Text), "defines read each other in a circle: "+strings.Join(steps, ", "), "")
}

// uses lists the places where an expression reads a define, each define once. A name
// behind a dot is a field, unless nothing stands before the dot.
func (d *Defines) uses(f *clause.File, x *clause.Expr) (uses []use) {
	if x == nil {
		return nil
	}
	seen := map[string]bool{}
	for i, t := range x.Tokens {
		if t.Kind != clause.Ident || d.byName[t.Text] == nil || seen[t.Text] || isField(x.Tokens, i) {
			continue
		}
		seen[t.Text] = true
		uses = append(uses, use{f, t})
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

// readBy gives the defines that the clauses read, directly or through others, in order.
func (d *Defines) readBy(clauses []*clause.File) []*clause.File {
	wanted := map[*clause.File]bool{}
	var want func(f *clause.File)
	want = func(f *clause.File) {
		for x := range exprs(f) {
			for _, u := range d.uses(f, x) {
				if g := d.byName[u.token.Text]; !wanted[g] {
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
func (d *Defines) ReadBy(f *clause.File) (ids []string) {
	for _, read := range d.readBy([]*clause.File{f}) {
		ids = append(ids, read.ID)
	}
	slices.Sort(ids)
	return ids
}

// Unread gives the defines that none of the clauses reads.
func (d *Defines) Unread(clauses []*clause.File) []*clause.File {
	read := d.readBy(clauses)
	return slices.DeleteFunc(slices.Clone(d.sorted), func(f *clause.File) bool { return slices.Contains(read, f) })
}

// exprs walks over every expression of a file: scope, body, due instant and holes.
func exprs(f *clause.File) iter.Seq[*clause.Expr] {
	return func(yield func(*clause.Expr) bool) {
		all := []*clause.Expr{f.Scope, f.Body, f.By}
		for _, words := range slices.Concat(f.Message, f.Otherwise) {
			for _, p := range words {
				all = append(all, p.Hole)
			}
		}
		for _, x := range all {
			if x != nil && !yield(x) {
				return
			}
		}
	}
}

// levels groups ordered defines so that none reads another of its own level.
func levels(files []*clause.File) iter.Seq[[]*clause.File] {
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
		depth[name(f)] = above
		deepest = max(deepest, above)
	}
	return func(yield func([]*clause.File) bool) {
		for n := range deepest + 1 {
			level := slices.DeleteFunc(slices.Clone(files), func(f *clause.File) bool { return depth[name(f)] != n })
			if len(level) > 0 && !yield(level) {
				return
			}
		}
	}
}

// Orphan gives the faults of a define that no clause reads: those that it has with
// the first action, where it compiles with none.
func Orphan(s *schema.Schema, d *Defines, f *clause.File) (faults fault.List) {
	for i, a := range s.Actions() {
		e, _ := NewEnv(s, a, d, []*clause.File{f})
		c, found := e.compile(f, f.Body)
		if c != nil {
			return found
		}
		if i == 0 {
			faults = found
		}
	}
	return faults
}

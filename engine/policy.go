package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// Policy is one revision of a set of clauses. It is immutable, decides, and is safe
// for concurrent use; several can be held at once.
type Policy struct {
	schema   *schema.Schema
	revision string
	digests  []digest
	actions  map[string]*action
	byType   map[reflect.Type]*action // by the struct of the facts, and a pointer to it
	clauses  []Clause
	warnings Errors
	bare     map[string]func() *lang.Env // by action, for expressions of no clause
}

// action is what a policy says about one action.
type action struct {
	schema   *schema.Action
	env      *lang.Env
	clauses  []*lang.Clause // by id
	evaluate evaluator
	now      func(facts any) time.Time
	permits  []eval.Set // the states of clauses that permit
	forbids  []eval.Set // the states of clauses that forbid
	dated    []int      // the clauses that are not always in force
	outside  []Outside  // what cel-go evaluates
}

// Load reads every clause file (*.cel) of the file systems and compiles it against
// the schema. Names that start with a dot are passed over. It is all or nothing: the
// error is an Errors that lists every fault of every file, sorted by place. A file has
// 1 MiB at most, and a file system 20,000 files and folders.
func Load(s *schema.Schema, systems ...fs.FS) (*Policy, error) {
	files, faults := readFiles(systems)
	return load(s, files, faults)
}

// load compiles what was read, with the faults of reading it.
func load(s *schema.Schema, files []file, faults fault.List) (*Policy, error) {
	p := &Policy{schema: s, actions: map[string]*action{}, byType: map[reflect.Type]*action{}, revision: revision(s, files), digests: digests(files)}
	var defines, clauses []*clause.File
	for _, raw := range files {
		f, fs := clause.Read(raw.path, strings.TrimSuffix(raw.path, ".cel"), raw.data)
		faults = append(append(faults, allowed(f, fs)...), strangeAllow(f)...)
		switch {
		case f == nil:
		case f.Effect == clause.Define: // without a body too: its readers are not to blame
			defines = append(defines, f)
		case f.Body != nil:
			clauses = append(clauses, f)
		}
	}
	faults = append(faults, p.compile(defines, clauses)...)
	return p.unless(faults)
}

// unless is the policy with its warnings, or no policy where there are errors.
func (p *Policy) unless(faults fault.List) (*Policy, error) {
	var errs fault.List
	for _, f := range faults.Sort() {
		if f.Warning == "" {
			errs = append(errs, f)
		} else {
			p.warnings = append(p.warnings, f)
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return p, nil
}

// revision is sha256 over every path and content and the digest of the schema.
func revision(s *schema.Schema, files []file) string {
	h := sha256.New()
	for _, raw := range files {
		h.Write([]byte(raw.path + "\x00"))
		h.Write(raw.data)
		h.Write([]byte{0})
	}
	digest := s.Digest()
	h.Write(digest[:])
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// compile makes the actions. A define that no clause reads is compiled too, where it
// may belong, so that a fault in it does not wait for its first reader.
func (p *Policy) compile(defines, clauses []*clause.File) fault.List {
	d, faults := lang.NewDefines(p.schema, defines)
	p.clauses = list(d, slices.Concat(defines, clauses))
	p.bare = bareEnvs(p.schema, d)
	faults = append(faults, p.strangers(clauses)...)
	for _, s := range p.schema.Actions() {
		on := slices.DeleteFunc(slices.Clone(clauses), func(f *clause.File) bool {
			return !slices.ContainsFunc(f.On, func(w clause.Word) bool { return w.Text == s.Name })
		})
		if len(on) == 0 {
			continue
		}
		a, fs := compileAction(p.schema, s, d, on)
		faults = append(faults, fs...)
		p.actions[s.Name] = a
		p.byType[s.GoType()], p.byType[reflect.PointerTo(s.GoType())] = a, a
	}
	return append(faults, unread(p.schema, d, clauses)...)
}

func compileAction(s *schema.Schema, a *schema.Action, d *lang.Defines, files []*clause.File) (*action, fault.List) {
	env, faults := lang.NewEnv(s, a, d, files)
	made := &action{schema: a, env: env}
	for _, f := range files {
		c, fs := env.Clause(f)
		faults = append(faults, allowed(f, fs)...)
		if c != nil {
			made.clauses = append(made.clauses, c)
		}
	}
	made.makeEvaluator()
	return made, append(faults, env.Price(made.clauses)...)
}

// strangers refuses actions that the schema does not have.
func (p *Policy) strangers(files []*clause.File) (faults fault.List) {
	var names []string
	for _, a := range p.schema.Actions() {
		names = append(names, a.Name)
	}
	for _, f := range files {
		for _, w := range f.On {
			if !slices.Contains(names, w.Text) {
				faults = append(faults, f.Fault(w.Line, w.Col, w.Col+len([]rune(w.Text)),
					"there is no action `"+w.Text+"`", didYouMean(w.Text, names)))
			}
		}
	}
	return faults
}

func didYouMean(word string, among []string) string {
	if near := schema.Near(word, among); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "there are " + strings.Join(among, ", ")
}

// unread compiles the defines that no clause reads, against every action: one that
// fits none is at fault. Each is worth a warning.
func unread(s *schema.Schema, d *lang.Defines, clauses []*clause.File) (faults fault.List) {
	files := d.Unread(clauses)
	for _, f := range files {
		faults = append(faults, lang.UnreadFaults(s, d, f)...)
		w := f.Fault(f.EffectAt.Line, f.EffectAt.Col, f.EffectAt.Col+len(f.EffectAt.Text), "no clause reads this define", "")
		w.Warning = "unread-define"
		faults = append(faults, w) // a define has no `allow:`
	}
	return faults
}

// allowed drops the warnings that a file's `allow:` names.
func allowed(f *clause.File, faults fault.List) fault.List {
	if f == nil || f.Allow == nil {
		return faults
	}
	return slices.DeleteFunc(faults, func(e *fault.Error) bool { return e.Warning == f.Allow.Name.Text })
}

// strangeAllow warns of an `allow:` that names no warning: it silences nothing, and so
// makes no policy looser.
func strangeAllow(f *clause.File) fault.List {
	warnings := []string{"key-order", "leading-operator", "lost-key", "title", "unguarded-element", "unlisted-word"}
	if f == nil || f.Allow == nil || slices.Contains(warnings, f.Allow.Name.Text) {
		return nil
	}
	w := f.Allow.Name
	found := f.Fault(w.Line, w.Col, w.Col+len(w.Text), "there is no warning `"+w.Text+"` to allow", didYouMean(w.Text, warnings))
	found.Warning = "unknown-warning"
	return fault.List{found}
}

// Revision identifies what decides: every clause file and the schema.
func (p *Policy) Revision() string { return p.revision }

// Schema is the schema that the clauses were compiled against.
func (p *Policy) Schema() *schema.Schema { return p.schema }

// Warnings lists what is worth a look and keeps no policy from serving, sorted by
// place. The list must not be changed.
func (p *Policy) Warnings() Errors { return p.warnings }

// Clauses lists all clauses and defines, sorted by id. The list must not be changed.
func (p *Policy) Clauses() []Clause { return p.clauses }

package engine

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/clausewise/clausewise/engine/internal/fix"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// Remedies tells what would make a denial a permission.
type Remedies struct {
	Fixes     []Remedy  // what the sender can do, the best first
	Others    []Remedy  // what would help and is not the sender's to change
	WaitUntil time.Time // the next instant at which it is permitted as it is; zero: waiting does not help
	Unknown   []string  // facts that are not known, and that the denial depends on
	Complete  bool      // false: the search was cut short, and there may be more
}

// Remedy is a smallest set of changes, with the decision that they lead to.
type Remedy struct {
	Set       []Setting
	Decision  Decision
	ChangesAt time.Time // when the outcome changes again; zero: not if only time passes
}

// Setting is a fact and the value it would have.
type Setting struct {
	Path   string
	Value  any    // bool, int64 or string
	By     string // who can change it: the By of its field
	Judged bool   // a judgement: named for the case that it is true, never advised
}

// Fix finds what would make a denial a permission: up to three changes of what the
// sender chooses or writes, or of judgements that are not known; apart from them, up
// to two changes of what only others can change; and the instant from which waiting
// helps. Every remedy was decided, as it stands. Of what is permitted already there
// is nothing to tell.
func (p *Policy) Fix(f schema.Facts) (r Remedies) {
	d := p.Decide(f)
	if r.Complete = true; d.action == nil || d.outcome == Permitted {
		return r
	}
	x := fixing{policy: p, action: d.action, facts: f, now: d.now}
	values := fix.Values(d.action.trees())
	var all bool
	r.Fixes, r.Complete = x.search(3, x.changes(values, ownChange))
	r.Others, all = x.search(2, x.changes(values, othersChange))
	r.Complete = r.Complete && all
	r.Unknown = d.unknown()
	r.WaitUntil = p.turns(f, d.now, Permitted)
	return r
}

// turns is the next instant at which the outcome turns to one, if only time passes;
// zero if it never does.
func (p *Policy) turns(f schema.Facts, now time.Time, to Outcome) time.Time {
	for _, c := range p.When(f, now, lastInstant()).Changes {
		if c.Decision.outcome == to {
			return c.At
		}
	}
	return time.Time{}
}

// lastInstant ends what facts can be about.
func lastInstant() time.Time { return time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC) }

func (a *action) trees() (trees []*ir.Clause) {
	for _, c := range a.clauses {
		trees = append(trees, c.Tree())
	}
	return trees
}

// fixing is one search for remedies.
type fixing struct {
	policy *Policy
	action *action
	facts  schema.Facts
	now    time.Time
}

// ownChange says of a fact whether a sender can be told to change it, or, where it is
// a judgement that is not known, that it would help if it were so.
func ownChange(f *schema.Field, known bool) bool {
	return (f.By == "sender" || f.By == "content") && !(f.Judged && known)
}

func othersChange(f *schema.Field, _ bool) bool {
	return f.By != "" && f.By != "sender" && f.By != "content"
}

// changes gives, in the order of the vocabulary, the other values of each fact that
// may be changed.
func (x *fixing) changes(values map[*schema.Field][]any, may func(*schema.Field, bool) bool) (changes [][]fix.Change) {
	for f := range x.action.schema.Scalars() {
		now, known := x.action.schema.Get(x.facts, f.Path)
		if values[f] == nil || !may(f, known) {
			continue
		}
		var of []fix.Change
		for _, v := range values[f] {
			if !known || v != now {
				of = append(of, fix.Change{Field: f, Value: v})
			}
		}
		changes = append(changes, of)
	}
	return changes
}

func (x *fixing) search(most int, changes [][]fix.Change) (remedies []Remedy, complete bool) {
	s := fix.Search{Changes: changes, Most: most, Permits: func(set []fix.Change) bool { return x.decide(set).outcome == Permitted }}
	sets, complete := s.Run()
	for _, set := range sets {
		remedies = append(remedies, x.remedy(set))
	}
	slices.SortStableFunc(remedies, better)
	return remedies, complete
}

func (x *fixing) decide(set []fix.Change) Decision {
	facts := x.facts
	for _, c := range set {
		changed, ok := x.action.schema.Set(facts, c.Field.Path, c.Value)
		if !ok {
			return Decision{policy: x.policy, facts: x.facts}
		}
		facts = changed
	}
	return x.policy.Decide(facts)
}

func (x *fixing) remedy(set []fix.Change) Remedy {
	r := Remedy{Decision: x.decide(set)}
	for _, c := range set {
		r.Set = append(r.Set, Setting{c.Field.Path, c.Value, c.Field.By, c.Field.Judged})
	}
	r.ChangesAt = x.policy.turns(r.Decision.facts, x.now, Denied)
	return r
}

// better puts first what asks for no judgement, for fewer changes, for no other
// content, leaves fewer duties, and lasts longer.
func better(a, b Remedy) int {
	return cmp.Or(cmp.Compare(a.count(judged), b.count(judged)), cmp.Compare(len(a.Set), len(b.Set)),
		cmp.Compare(a.count(content), b.count(content)), cmp.Compare(a.duties(), b.duties()), later(a.ChangesAt, b.ChangesAt))
}

func (r Remedy) count(is func(Setting) bool) (n int) {
	for _, s := range r.Set {
		if is(s) {
			n++
		}
	}
	return n
}

func judged(s Setting) bool  { return s.Judged }
func content(s Setting) bool { return s.By == "content" }

func (r Remedy) duties() (n int) {
	for range r.Decision.Duties() {
		n++
	}
	return n
}

// later puts the later of two instants first; zero means never.
func later(a, b time.Time) int {
	switch {
	case a.IsZero() == b.IsZero():
		return b.Compare(a)
	case a.IsZero():
		return -1
	}
	return 1
}

// unknown lists, sorted, the facts that are not known and keep a forbid or a permit
// from being told.
func (d Decision) unknown() []string {
	paths := []string{}
	for _, findings := range []iter.Seq[Finding]{d.Forbids(), d.Unmet()} {
		for f := range findings {
			paths = append(paths, f.Unknown()...)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

package engine

import (
	"cmp"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// Outcome is the answer: Permitted or Denied. The zero value is Denied.
type Outcome bool

// The outcomes. On some actions they read otherwise: an answer to a person is in
// order or in breach, a Page is in good standing or not.
const (
	Denied    Outcome = false
	Permitted Outcome = true
)

// String is `permitted` or `denied`.
func (o Outcome) String() string {
	if o == Permitted {
		return "permitted"
	}
	return "denied"
}

// Decision is the answer of one Policy about one fact set: the outcome and every
// clause that spoke. It is a small value; words are made when they are asked for.
// A zero Decision belongs to no Policy and is of no use.
type Decision struct {
	policy  *Policy
	facts   schema.Facts
	action  *action // nil where no clause names it, or the facts are refused
	now     time.Time
	outcome Outcome
	spoke   eval.Answer
	fault   error // why the schema refuses the facts
}

// Outcome is the answer.
func (d Decision) Outcome() Outcome { return d.outcome }

// Revision identifies the policy that decided.
func (d Decision) Revision() string { return d.policy.revision }

// Now is the instant that the decision is about; zero where the facts are refused.
func (d Decision) Now() time.Time { return d.now }

// Reason says why the answer is a denial that no clause gave; else it is empty.
func (d Decision) Reason() string {
	switch {
	case d.fault != nil:
		return "the facts cannot be accepted"
	case d.action == nil:
		return "no clause speaks about `" + d.Action() + "`"
	}
	return ""
}

// Action names the action; it is empty where there are no facts to name it.
func (d Decision) Action() (name string) {
	defer func() { _ = recover() }() // refused facts may be nil
	return d.facts.Action()
}

// Permits are the permits that hold.
func (d Decision) Permits() iter.Seq[Finding] { return d.part(permits) }

// Forbids are the forbids that hold, or of which that cannot be told.
func (d Decision) Forbids() iter.Seq[Finding] { return d.part(forbids) }

// Duties are what the sender owes.
func (d Decision) Duties() iter.Seq[Finding] { return d.part(duties) }

// Advice is what the sender should do.
func (d Decision) Advice() iter.Seq[Finding] { return d.part(advice) }

// Unmet are the permits in scope that do not hold, or of which that cannot be told.
func (d Decision) Unmet() iter.Seq[Finding] { return d.part(unmet) }

// Silent are the clauses in scope that do not hold and so have nothing to say.
func (d Decision) Silent() iter.Seq[Finding] { return d.part(silent) }

// Errors are the faults of facts that were refused, and the advice of which cannot
// be told whether it holds.
func (d Decision) Errors() iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		for _, message := range messages(d.fault) {
			if !yield(Finding{message: message}) {
				return
			}
		}
		d.part(errs)(yield)
	}
}

func messages(err error) (messages []string) {
	var list Errors
	if errors.As(err, &list) {
		for _, e := range list {
			messages = append(messages, e.Error())
		}
	} else if err != nil {
		messages = []string{err.Error()}
	}
	return messages
}

func (d Decision) part(p part) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		if d.action == nil {
			return
		}
		for i, s := range d.spoke.All {
			if d.action.part(i, s) == p && !yield(Finding{clause: d.action.clauses[i], state: s, decision: &d}) {
				return
			}
		}
	}
}

// Finding is one clause that spoke in a decision.
type Finding struct {
	clause   *lang.Clause
	state    eval.State
	decision *Decision
	message  string // of a fault of the facts, which no clause found
}

// Clause is the id of the clause; empty for a fault of the facts.
func (f Finding) Clause() string {
	if f.clause == nil {
		return ""
	}
	return f.clause.File.ID
}

// Covers lists the requirements that the clause carries.
func (f Finding) Covers() []string {
	covers := []string{}
	if f.clause != nil {
		for _, w := range f.clause.File.Covers {
			covers = append(covers, w.Text)
		}
	}
	return covers
}

// Source is where the clause comes from, in the owner's words.
func (f Finding) Source() string {
	if f.clause == nil {
		return ""
	}
	return f.clause.File.Source
}

// Message says what the clause found, from the facts, in words for a person. Where
// that cannot be told, it names what is not known instead: the clause's own words
// would claim what nobody knows.
func (f Finding) Message() string {
	switch {
	case f.clause == nil:
		return f.message
	case f.state == eval.Errs:
		return f.open()
	case f.state == eval.Unmet && f.clause.File.Effect == clause.Permit && f.clause.File.Otherwise == nil:
		return "Does not hold: " + f.title()
	case f.state == eval.Unmet:
		return f.clause.Say(f.bind(), f.clause.File.Otherwise)
	}
	return f.clause.Say(f.bind(), f.clause.File.Message)
}

// title is the title of the clause, or its id where nobody wrote one.
func (f Finding) title() string { return cmp.Or(f.clause.File.Title, f.clause.File.ID) }

// open says what is not known, or why it cannot be told, and what counts until then.
func (f Finding) open() string {
	until := "Until then this counts: "
	if f.clause.File.Effect == clause.Permit {
		until = "Until then this does not count: "
	}
	until += f.title()
	if unknown := f.Unknown(); len(unknown) > 0 {
		return "Not known: " + strings.Join(unknown, ", ") + ". " + until
	}
	return "Cannot be told: " + f.failure().Message + ". " + until
}

// Unknown lists the facts, sorted, that are not known and keep the clause from being
// told; it is empty where that is not the trouble.
func (f Finding) Unknown() []string {
	if f.clause == nil || f.state != eval.Errs {
		return nil
	}
	return f.clause.Unknown(f.bind())
}

// Error is what kept the clause, or the due instant of a duty, from being told, with
// its place in the clause file; empty where nothing did.
func (f Finding) Error() string {
	if f.clause == nil {
		return ""
	}
	if failure := f.failure(); failure != nil {
		return failure.Error()
	}
	return ""
}

func (f Finding) failure() *lang.Failure {
	facts := f.bind()
	_, failure := f.clause.Decide(facts)
	if failure == nil && f.clause.File.Effect == clause.Oblige {
		_, _, failure = f.clause.Due(facts)
	}
	return failure
}

// Due is the instant by which a duty is due; ok is false where it has none, or where
// it cannot be told.
func (f Finding) Due() (due time.Time, ok bool) {
	if f.clause == nil {
		return time.Time{}, false
	}
	due, ok, _ = f.clause.Due(f.bind())
	return due, ok
}

// Overdue says that a duty was due before now.
func (f Finding) Overdue() bool {
	due, ok := f.Due()
	return ok && f.decision.now.After(due)
}

func (f Finding) bind() *lang.Facts { return f.decision.action.env.Bind(f.decision.facts) }

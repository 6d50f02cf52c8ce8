package wire

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/clausewise/clausewise/facts"
)

// action is one thing that the person did, and the event that proves it.
type action struct {
	facts.UserAction
	id   string // of the message or the comment, by which a second delivery is known
	from string
}

// actions derives what the person did, and counts what is passed over.
func (d *deriver) actions() {
	var as []action
	for _, it := range d.items {
		switch {
		case it.field != "":
			as = append(as, d.left(it)...)
		case it.standby:
			d.passed["standby events, another app has the conversation"]++
		case d.elsewhere(it):
			d.passed["events whose recipient is another Page"]++
		default:
			as = append(as, d.did(it)...)
		}
	}
	for _, a := range latest(distinct(as), d.given.Now) {
		d.send.Thread.UserActions = append(d.send.Thread.UserActions, a.UserAction)
		d.fact("thread.user_actions", a.String(), a.from)
	}
}

// personal is true for an event of messaging that can be the act of a person. What
// comes by standby, while another app has the conversation, counts for that app.
func (d *deriver) personal(it item) bool {
	return it.field == "" && !it.standby && !d.elsewhere(it) && !it.echo()
}

// elsewhere is true for a body that contradicts itself: the entry is of this Page, the
// recipient another Page of the log.
func (d *deriver) elsewhere(it item) bool {
	to := it.value.object("recipient").id("id")
	return to != d.page.id && slices.ContainsFunc(d.log.pages, func(p page) bool { return p.id == to })
}

// did reads an event of messaging.
func (d *deriver) did(it item) (as []action) {
	if len(it.events()) == 0 {
		d.unknown["messaging without an event"]++
	}
	for _, e := range it.events() {
		kind := e.kind()
		switch {
		case kind == "" && slices.Contains([]string{"block", "unblock", "warning"}, it.enforcement()):
		case kind == "":
			d.unknown[e.label()]++
		case it.echo(): // the business did it
		case !d.person.did(it):
			d.passed["events of other people"]++
		default:
			a := action{UserAction: facts.UserAction{Kind: kind, Ref: e.ref(), ExistingThread: kind == "m_me_link"}, from: it.place()}
			if e.name == "message" || e.name == "postback" {
				a.id = e.body.text("mid")
			}
			var late bool
			a.At, late = it.at("timestamp")
			as = append(as, d.timed(a, late)...)
		}
	}
	return as
}

// left reads a change: a comment or a post is an action of its author.
func (d *deriver) left(it item) []action {
	r, ok := it.remark()
	switch {
	case !ok:
		d.unknown[it.label()]++
	case r.removed:
	case r.byPage || r.author == "" || r.author != d.person.id:
		d.passed["events of other people"]++
	default:
		a := action{UserAction: facts.UserAction{Kind: "comment", At: r.at}, id: r.id, from: r.from}
		if r.kind == "visitor_post" {
			a.Kind = r.kind
		}
		return d.timed(a, r.late)
	}
	return nil
}

// timed drops an action of which no time is known: it can open nothing.
func (d *deriver) timed(a action, late bool) []action {
	if a.At.IsZero() {
		d.note("%s has no usable time, so it opens nothing (%s)", a.Kind, a.from)
		return nil
	}
	if late {
		a.from += ", time of the entry"
	}
	return []action{a}
}

// distinct sorts by time and drops what was delivered before: the same message or
// comment by its id, of which the earliest time counts, anything else if all is equal.
func distinct(as []action) []action {
	slices.SortStableFunc(as, func(a, b action) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ref, b.Ref))
	})
	type same struct {
		facts.UserAction
		id string
	}
	seen := map[same]bool{}
	return slices.DeleteFunc(as, func(a action) bool {
		key := same{a.UserAction, ""}
		if a.id != "" {
			key = same{facts.UserAction{Kind: a.Kind}, a.id}
		}
		again := seen[key]
		seen[key] = true
		return again
	})
}

// most is how many actions the facts hold.
const most = 200

// latest keeps the actions that can still matter when there are too many: of each
// sort the last, then the most recent ones; what lies after now comes last.
func latest(as []action, now time.Time) []action {
	if len(as) <= most {
		return as
	}
	slices.Reverse(as)
	seen := map[string]bool{}
	rank := func(a action) int {
		sort := a.Kind + map[bool]string{true: " with a ref"}[a.Ref != ""]
		switch {
		case !now.IsZero() && a.At.After(now):
			return 2
		case seen[sort]:
			return 1
		}
		seen[sort] = true
		return 0
	}
	var ranked [3][]action
	for _, a := range as {
		ranked[rank(a)] = append(ranked[rank(a)], a)
	}
	return distinct(slices.Concat(ranked[:]...)[:most])
}

// String is the action on one line.
func (a action) String() string {
	s := fmt.Sprintf("%s at %s", a.Kind, stamp(a.At))
	if a.Ref != "" {
		s += fmt.Sprintf(", ref `%s`", plain(a.Ref))
	}
	if a.ExistingThread {
		s += ", on an existing thread"
	}
	return s
}

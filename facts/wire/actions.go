package wire

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
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
		case it.Field != "":
			as = append(as, d.left(it)...)
		case it.Standby && !it.Echo():
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
func (d *deriver) personal(it webhook.Item) bool {
	return it.Field == "" && !it.Standby && !d.elsewhere(it) && !it.Echo()
}

// elsewhere is true for a body that contradicts itself: the entry is of this Page, the
// recipient another Page of the log.
func (d *deriver) elsewhere(it webhook.Item) bool {
	to := it.Recipient()
	return to != d.page.ID && slices.ContainsFunc(d.log.Pages, func(p webhook.Page) bool { return p.ID == to })
}

// did reads an event of messaging.
func (d *deriver) did(it webhook.Item) (as []action) {
	if len(it.Events()) == 0 {
		d.unread["messaging without an event"]++
	}
	for _, e := range it.Events() {
		kind := e.Kind()
		switch {
		case kind == "" && slices.Contains([]string{"block", "unblock", "warning"}, it.Enforcement()):
		case kind == "":
			d.unread[e.Label()]++
		case it.Echo(): // the business did it
		case !d.person.did(it):
			d.passed["events of others"]++
		default:
			at, late := it.At("timestamp")
			as = append(as, d.timed(newAction(kind, at, e, it), late)...)
		}
	}
	return as
}

func newAction(kind string, at time.Time, e webhook.Event, it webhook.Item) action {
	a := action{from: it.Place()}
	a.Kind, a.At, a.Ref, a.ExistingThread = kind, at, e.Ref(), kind == "m_me_link"
	if e.Name == "message" || e.Name == "postback" {
		a.id = e.Body.Text("mid")
	}
	return a
}

// left reads a change: a comment or a post is an action of its author.
func (d *deriver) left(it webhook.Item) []action {
	r, ok := it.Remark()
	switch {
	case !ok:
		d.unread[it.Label()]++
	case r.Removed:
	case r.Author == "" || r.Author != d.person.id:
		d.passed["events of others"]++
	default:
		a := action{UserAction: facts.UserAction{Kind: "comment", At: r.At}, id: r.ID, from: r.From}
		if r.Kind == "visitor_post" {
			a.Kind = r.Kind
		}
		return d.timed(a, r.Late)
	}
	return nil
}

// timed drops an action of which no time is known: it can open nothing.
func (d *deriver) timed(a action, late bool) []action {
	if a.At.IsZero() {
		d.note("%s has no usable time, so it opens nothing (%s)", a.Kind, a.from)
		return nil
	}
	a.from = source(a.from, late)
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
	var lasts, others, future []action
	seen := map[string]bool{}
	for _, a := range as {
		sort := a.Kind + map[bool]string{true: " with a ref"}[a.Ref != ""]
		switch {
		case !now.IsZero() && a.At.After(now):
			future = append(future, a)
		case seen[sort]:
			others = append(others, a)
		default:
			seen[sort], lasts = true, append(lasts, a)
		}
	}
	return distinct(slices.Concat(lasts, others, future)[:most])
}

// String is the action on one line.
func (a action) String() string {
	s := fmt.Sprintf("%s at %s", a.Kind, stamp(a.At))
	if a.Ref != "" {
		s += fmt.Sprintf(", ref `%s`", body.Plain(a.Ref))
	}
	if a.ExistingThread {
		s += ", on an existing thread"
	}
	return s
}

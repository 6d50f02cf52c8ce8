package wire

import (
	"time"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// Given is what the caller says, since no body can: who asks, and when. All of it may
// be left out.
type Given struct {
	PageID   string    // the Page, or the Instagram account; needed where the log has several
	PersonID string    // the person, where neither the request nor the log says who it is
	Platform string    // messenger or instagram; an error if the log says otherwise
	Now      time.Time // the instant of the question; zero: every event counts as past
}

// Derive makes the facts that the request and the log prove, and says from which event
// each of them follows. It leaves unknown what they do not prove: now, who writes,
// what the message says, and the platform where the log is empty. A nil log is an empty one.
//
// Its error, a *Fault, means that it is not certain whose conversation this is.
// Neither the order of the events nor their repetition changes the facts.
func Derive(req *Request, log *Log, given Given) (*facts.Send, *Derivation, error) {
	if log == nil {
		log = &Log{}
	}
	p, err := log.choose(given)
	if err != nil {
		return nil, nil, err
	}
	d := &deriver{req: req, log: &log.hooks, given: given, page: p, send: new(facts.Send), out: new(Derivation),
		unread: map[string]int{}, passed: map[string]int{}}
	d.pick()
	if err := d.who(); err != nil {
		return nil, nil, err
	}
	d.message()
	d.restriction()
	d.actions()
	d.business()
	d.comment()
	d.token()
	return d.send, d.finish(), nil
}

// deriver holds one derivation while it is made.
type deriver struct {
	req    *Request
	log    *webhook.Log
	given  Given
	page   webhook.Page   // platform is empty where the log has nothing of it
	items  []webhook.Item // those of the page
	person person

	send           *facts.Send
	out            *Derivation
	unread, passed map[string]int
}

// pick takes the events of the Page out of the log.
func (d *deriver) pick() {
	for _, it := range d.log.Items {
		if it.Page == d.page {
			d.items = append(d.items, it)
		} else {
			d.passed["events of other Pages"]++
		}
	}
	if d.page.Platform == "" {
		if len(d.log.Pages) > 0 {
			d.note("the log has nothing of the Page `%s`; it has %s", body.Plain(d.page.ID), pageNames(d.log.Pages))
		}
		return
	}
	d.send.Platform, d.send.Page.ID = d.page.Platform, &d.page.ID
	d.fact("platform", d.page.Platform, "the object of its bodies")
	d.fact("page.id", body.Plain(d.page.ID), "the id of its entries")
}

// message derives what the request says of the message.
func (d *deriver) message() {
	m := &d.send.Message
	m.Kind, m.Tag, m.Parts = d.req.Kind(), d.req.Tag, 1
	d.fact("message.kind", m.Kind, "request "+d.req.decidedBy())
	if m.Tag != "" {
		d.fact("message.tag", body.Plain(m.Tag), "request tag")
	}
	if d.req.MessagingType != "" {
		m.MessagingType = &d.req.MessagingType
		d.fact("message.messaging_type", body.Plain(d.req.MessagingType), "request messaging_type")
	}
}

// future is true for a time after now, if now is known.
func (d *deriver) future(t time.Time) bool {
	return !d.given.Now.IsZero() && t.After(d.given.Now)
}

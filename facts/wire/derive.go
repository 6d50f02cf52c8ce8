package wire

import (
	"time"

	"github.com/clausewise/clausewise/facts"
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
	d := &deriver{req: req, log: log, given: given, page: p, send: new(facts.Send), out: new(Derivation),
		unknown: map[string]int{}, passed: map[string]int{}}
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
	log    *Log
	given  Given
	page   page   // platform is empty where the log has nothing of it
	items  []item // those of the page
	person person

	send            *facts.Send
	out             *Derivation
	unknown, passed map[string]int
}

// pick takes the events of the Page out of the log.
func (d *deriver) pick() {
	for _, it := range d.log.items {
		if it.page == d.page {
			d.items = append(d.items, it)
		} else {
			d.passed["events of other Pages"]++
		}
	}
	if d.page.platform == "" {
		if len(d.log.pages) > 0 {
			d.note("the log has nothing of the Page `%s`; it has %s", plain(d.page.id), pageNames(d.log.pages))
		}
		return
	}
	d.send.Platform, d.send.Page.ID = d.page.platform, &d.page.id
	d.fact("platform", d.page.platform, "the object of its bodies")
	d.fact("page.id", plain(d.page.id), "the id of its entries")
}

// message derives what the request says of the message.
func (d *deriver) message() {
	m := &d.send.Message
	m.Kind, m.Tag, m.Parts = d.req.Kind(), d.req.Tag, 1
	d.fact("message.kind", m.Kind, "request "+d.req.decidedBy())
	if m.Tag != "" {
		d.fact("message.tag", plain(m.Tag), "request tag")
	}
	if d.req.MessagingType != "" {
		m.MessagingType = &d.req.MessagingType
		d.fact("message.messaging_type", plain(d.req.MessagingType), "request messaging_type")
	}
}

// business derives when the business last wrote: the latest echo. It may have written
// later, out of the log's sight, so this is a lower bound, which makes a lapse longer,
// never shorter; for the same reason an echo without a time of its own is left out,
// and one after now. How many messages there were is not known: a log begins somewhere,
// and a count that is too low would loosen any clause that sets a most.
func (d *deriver) business() {
	var from string
	for _, it := range d.items {
		at, late := it.at("timestamp")
		if late || d.future(at) || !d.sentToPerson(it) {
			continue
		}
		if last := d.send.Thread.LastBusinessMessageAt; last == nil || at.After(*last) {
			d.send.Thread.LastBusinessMessageAt, from = &at, it.place()
		}
	}
	if from != "" {
		d.fact("thread.last_business_message_at", stamp(*d.send.Thread.LastBusinessMessageAt), from)
		d.note("thread.business_messages is not known: an echo shows that it is not 0, but not what was sent before the log begins")
	}
}

// sentToPerson is true for the echo of a message to the person.
func (d *deriver) sentToPerson(it item) bool {
	from, to := it.value.object("sender").id("id"), it.value.object("recipient").id("id")
	m := event{"message", it.value.object("message")}
	return it.field == "" && it.echo() && m.message() != "" && m.message() != "unsend" &&
		d.person.id != "" && (from == d.person.id || to == d.person.id)
}

// token derives the permission that the request uses: the opt-in that carried it. How
// often it was used is not known, since no echo names a token.
func (d *deriver) token() {
	if d.req.Recipient != "one_time_notif_token" {
		return
	}
	var from string
	for _, it := range d.items {
		e := event{"optin", it.value.object("optin")}
		at, late := it.at("timestamp")
		if !d.personal(it) || !d.person.did(it) || e.kind() != "notification_opt_in" || e.body.id(d.req.Recipient) != d.req.RecipientID || at.IsZero() {
			continue
		}
		if t := d.send.Token; t == nil || at.Before(t.CreatedAt) {
			d.send.Token, from = &facts.Token{CreatedAt: at, RequestedByUser: new(true)}, it.place()
			if late {
				from += ", time of the entry"
			}
		}
	}
	if from == "" {
		d.note("no event shows that a person gave this token")
		return
	}
	d.fact("token.created_at", stamp(d.send.Token.CreatedAt), from)
	d.fact("token.requested_by_user", "true", from)
	d.note("token.uses is not known: no echo says which token it used")
}

// future is true for a time after now, if now is known.
func (d *deriver) future(t time.Time) bool {
	return !d.given.Now.IsZero() && t.After(d.given.Now)
}

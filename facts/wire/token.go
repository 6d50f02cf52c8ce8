package wire

import (
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// token derives the permission that the request uses: the opt-in that carried it. How
// often it was used is not known, since no echo names a token.
func (d *deriver) token() {
	if d.req.Recipient != "one_time_notif_token" {
		return
	}
	var from string
	for _, it := range d.items {
		at, late := it.At("timestamp")
		if at.IsZero() || !d.gave(it) || d.send.Token != nil && !at.Before(d.send.Token.CreatedAt) {
			continue
		}
		d.send.Token, from = &facts.Token{CreatedAt: at, RequestedByUser: new(true)}, source(it.Place(), late)
	}
	if from == "" {
		d.note("no event with a usable time shows that a person gave this token")
		return
	}
	d.fact("token.created_at", stamp(d.send.Token.CreatedAt), from)
	d.fact("token.requested_by_user", "true", from)
	d.note("token.uses is not known: no echo says which token it used")
}

// gave is true for the opt-in by which the person gave the request's token.
func (d *deriver) gave(it webhook.Item) bool {
	e := it.Event("optin")
	return d.personal(it) && d.person.did(it) && e.Kind() == "notification_opt_in" &&
		e.Body.ID(d.req.Recipient) == d.req.RecipientID
}

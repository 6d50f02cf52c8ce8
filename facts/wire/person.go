package wire

import (
	"fmt"
	"slices"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// person is whom the message is for.
type person struct {
	id  string // as webhooks name the sender; empty when not known
	ref string // the user_ref of a plugin, where the request has one
}

// did is true when the body names the person as the sender. Who opts in by the
// Checkbox plugin has no id yet and is named by the user_ref in the event.
func (p person) did(it webhook.Item) bool {
	sender := it.Value.Object("sender")
	if id := sender.ID("id"); id != "" {
		return id == p.id
	}
	return p.ref != "" && (sender.ID("user_ref") == p.ref || it.Value.Object("optin").ID("user_ref") == p.ref)
}

// who finds the person: named by the request, or in the event in which the person
// left the comment or gave the reference or the token, or else by the caller.
func (d *deriver) who() error {
	names := d.named()
	if given := d.given.PersonID; given != "" && len(names) == 0 {
		names = []string{given}
	} else if given != "" && d.req.Kind() != "private_reply" && !slices.Contains(names, given) {
		return &Fault{Message: fmt.Sprintf("the request is for `%s`, not for the person `%s`", body.Plain(names[0]), body.Plain(given))}
	}
	if len(names) > 1 {
		return &Fault{Message: fmt.Sprintf("`recipient.%s` stands for more than one person in the log: %s", d.req.Recipient, list(names))}
	}
	if d.req.Recipient == "user_ref" {
		d.person.ref = d.req.RecipientID
	}
	switch {
	case len(names) == 0:
		d.note("the person is not known: no event says whose `recipient.%s` this is", d.req.Recipient)
	case names[0] == d.page.ID:
		return &Fault{Message: fmt.Sprintf("the person `%s` is the Page itself", body.Plain(names[0]))}
	default:
		d.person.id = names[0]
	}
	return nil
}

// named lists the ids for which the request's recipient stands.
func (d *deriver) named() []string {
	key, value := d.req.Recipient, d.req.RecipientID
	switch key {
	case "id":
		return []string{value}
	case "comment_id", "post_id":
		return d.authors()
	case "user_ref":
		return d.senders(func(it webhook.Item) bool {
			prior := it.Value.Object("prior_message")
			return it.Value.Object("optin").ID(key) == value || prior.ID("identifier") == value
		})
	}
	return d.senders(func(it webhook.Item) bool { return it.Value.Object("optin").ID(key) == value })
}

func (d *deriver) senders(of func(webhook.Item) bool) []string {
	var ids []string
	for _, it := range d.items {
		id := it.Sender()
		if d.personal(it) && id != "" && of(it) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// authors leaves the Page out: a reply to its own comment reaches nobody.
func (d *deriver) authors() []string {
	var ids []string
	for _, r := range d.subject() {
		if r.Author != "" && !r.ByPage {
			ids = append(ids, r.Author)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

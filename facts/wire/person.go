package wire

import (
	"fmt"
	"slices"
)

// person is whom the message is for.
type person struct {
	id  string // as webhooks name the sender; empty when not known
	ref string // the user_ref of a plugin, where the request has one
}

// did is true when the body names the person as the sender. Who opts in by the
// Checkbox plugin has no id yet and is named by the user_ref in the event.
func (p person) did(it item) bool {
	sender := it.value.object("sender")
	if id := sender.id("id"); id != "" {
		return id == p.id
	}
	return p.ref != "" && (sender.id("user_ref") == p.ref || it.value.object("optin").id("user_ref") == p.ref)
}

// who finds the person: named by the request, or in the event in which the person
// left the comment or gave the reference or the token, or else by the caller.
func (d *deriver) who() error {
	names := d.named()
	if given := d.given.PersonID; given != "" && len(names) == 0 {
		names = []string{given}
	} else if given != "" && d.req.Kind() != "private_reply" && !slices.Contains(names, given) {
		return &Fault{Message: fmt.Sprintf("the request is for `%s`, not for the person `%s`", plain(names[0]), plain(given))}
	}
	if len(names) > 1 {
		return &Fault{Message: fmt.Sprintf("`recipient.%s` stands for more than one person in the log: %s", d.req.Recipient, list(names))}
	}
	if d.req.Recipient == "user_ref" {
		d.person.ref = d.req.RecipientID
	}
	switch {
	case len(names) == 0:
		d.note("who the person is is not known: no event says whose `recipient.%s` this is", d.req.Recipient)
	case names[0] == d.page.id:
		return &Fault{Message: fmt.Sprintf("the person `%s` is the Page itself", plain(names[0]))}
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
		return d.senders(func(it item) bool {
			prior := it.value.object("prior_message")
			return it.value.object("optin").id(key) == value || prior.id("identifier") == value
		})
	}
	return d.senders(func(it item) bool { return it.value.object("optin").id(key) == value })
}

func (d *deriver) senders(of func(item) bool) []string {
	var ids []string
	for _, it := range d.items {
		id := it.value.object("sender").id("id")
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
		if r.author != "" && !r.byPage {
			ids = append(ids, r.author)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

package wire

import "github.com/clausewise/clausewise/facts/wire/internal/webhook"

// business derives when the business last wrote: the latest echo. It may have written
// later, out of the log's sight, so this is a lower bound, which makes a lapse longer,
// never shorter; for the same reason an echo after now is left out, and one without a
// time of its own. How many messages there were is not known: a log begins somewhere,
// and a count that is too low would loosen any clause that sets a most.
func (d *deriver) business() {
	var from string
	for _, it := range d.items {
		at, late := it.At("timestamp")
		if at.IsZero() || late || d.future(at) || !d.sentToPerson(it) {
			continue
		}
		if last := d.send.Thread.LastBusinessMessageAt; last == nil || at.After(*last) {
			d.send.Thread.LastBusinessMessageAt, from = &at, it.Place()
		}
	}
	if from != "" {
		d.fact("thread.last_business_message_at", stamp(*d.send.Thread.LastBusinessMessageAt), from)
		d.note("thread.business_messages is not known: an echo shows that it is not 0, but not what was sent before the log begins")
	}
}

// sentToPerson is true for the echo of a message to the person, by this app or another.
func (d *deriver) sentToPerson(it webhook.Item) bool {
	kind := it.Event("message").Kind()
	return it.Field == "" && it.Echo() && kind != "" && kind != "unsend" &&
		d.person.id != "" && (it.Sender() == d.person.id || it.Recipient() == d.person.id)
}

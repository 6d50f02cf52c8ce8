package webhook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

// Item is one event as it was delivered.
type Item struct {
	Page
	Field   string // of a change; empty for an event of messaging
	Standby bool   // another app has the conversation
	Value   body.Object

	line, entry, index int
	list               string    // where it stood: messaging, standby or changes
	sent               time.Time // when the entry was sent; zero when it does not say
}

func (it Item) path() string {
	return fmt.Sprintf("entry[%d].%s[%d]", it.entry, it.list, it.index)
}

// Place says where the event stands, and which message it is if it says so.
func (it Item) Place() string {
	where := fmt.Sprintf("line %d %s", it.line, it.path())
	for _, e := range it.Events() {
		if mid := e.Body.Text("mid"); mid != "" {
			where += " " + body.Plain(mid)
		}
	}
	return where
}

// At reads the event's own time under the first of the keys that is there, or else that
// of its entry, which is late: it is not before the event. A time that stands there but
// cannot be read is no time: zero.
func (it Item) At(keys ...string) (at time.Time, late bool) {
	for _, key := range keys {
		if v := it.Value[key]; v != nil {
			return body.Instant(v), false
		}
	}
	return it.sent, !it.sent.IsZero()
}

// Sender is the id of who did it, "" where the event names none.
func (it Item) Sender() string { return it.Value.Object("sender").ID("id") }

// Recipient is the id of whom it went to, "" where the event names none.
func (it Item) Recipient() string { return it.Value.Object("recipient").ID("id") }

// Events lists what an item of messaging says, one thing as a rule, by name. The other
// keys tell whose it is and when.
func (it Item) Events() []Event {
	var es []Event
	for _, name := range it.Value.Keys() {
		switch name {
		case "sender", "recipient", "timestamp", "prior_message", "hop_context", "is_echo":
		default:
			es = append(es, it.Event(name))
		}
	}
	return es
}

// Event is what the item says under one name.
func (it Item) Event(name string) Event { return Event{name, it.Value.Object(name)} }

// Echo is true for what the business sent. Documents and some fixtures show the
// person as the sender of an echo, so the flag decides, not the sender.
func (it Item) Echo() bool {
	return it.Value.Said("is_echo") || it.Sender() == it.ID ||
		slices.ContainsFunc(it.Events(), func(e Event) bool { return e.Body.Said("is_echo") })
}

// Label names a change that is not read.
func (it Item) Label() string {
	words := []string{it.Field}
	for _, key := range []string{"item", "verb"} {
		if word := it.Value.Text(key); word != "" {
			words = append(words, word)
		}
	}
	return body.Plain(strings.Join(words, " "))
}

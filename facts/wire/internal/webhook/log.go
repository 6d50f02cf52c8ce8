package webhook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

// Log is the events of a log of webhook bodies.
type Log struct {
	Bodies  int           // how many there were, those with a fault included
	Faults  []*body.Fault // what was passed over
	Pages   []Page        // whose events the log has, in the order of their first entry
	Items   []Item
	Foreign []string // the objects of bodies that are of neither platform
}

// Page is a Page, or an Instagram account, on a platform.
type Page struct{ ID, Platform string }

// Read reads webhook bodies: one a line, in an array, or one after the other.
func Read(data []byte) (*Log, error) {
	l := &Log{}
	err := body.Each(data, l.take)
	return l, err
}

func (l *Log) take(v any, line int, odd *body.Fault) {
	l.Bodies++
	if o, ok := v.(body.Object); odd != nil {
		l.Faults = append(l.Faults, odd)
	} else if !ok || o["object"] == nil {
		l.fault(line, "this is no webhook body: it has no `object`")
	} else {
		l.body(o, line)
	}
}

func (l *Log) fault(line int, format string, args ...any) {
	l.Faults = append(l.Faults, &body.Fault{Line: line, Message: fmt.Sprintf(format, args...)})
}

func (l *Log) body(o body.Object, line int) {
	platform := map[string]string{"page": "messenger", "instagram": "instagram"}[o.Text("object")]
	if platform == "" {
		l.Foreign = append(l.Foreign, "object "+body.Plain(fmt.Sprint(o["object"])))
		return
	}
	entries, ok := o["entry"].([]any)
	if !ok {
		l.fault(line, "`entry` is a list")
	}
	for i, v := range entries {
		entry, _ := v.(body.Object)
		if id := entry.ID("id"); id != "" {
			l.entry(entry, Item{Page: Page{id, platform}, line: line, entry: i})
		} else {
			l.fault(line, "`entry[%d]` has no `id`: it does not say whose it is", i)
		}
	}
}

func (l *Log) entry(entry body.Object, it Item) {
	if !slices.Contains(l.Pages, it.Page) {
		l.Pages = append(l.Pages, it.Page)
	}
	it.sent = body.Instant(entry["time"])
	for _, it.list = range entry.Keys() {
		events, isList := entry[it.list].([]any)
		switch it.list {
		case "messaging", "standby", "changes":
			if !isList {
				l.fault(it.line, "`entry[%d].%s` is a list", it.entry, it.list)
			}
			l.events(events, it)
		case "id", "time":
		default:
			it.Field = it.list
			l.Items = append(l.Items, it)
			it.Field = ""
		}
	}
}

// events adds the events of one list. A change of one of the messaging fields, a form
// in which Instagram delivers some events, holds an event of the messaging list.
func (l *Log) events(events []any, it Item) {
	for i, v := range events {
		o, ok := v.(body.Object)
		it.index, it.Value, it.Standby = i, o, it.list == "standby"
		if !ok {
			l.fault(it.line, "`%s` is an object", it.path())
			continue
		}
		if it.list == "changes" {
			it.Value, it.Field = o.Object("value"), cmp.Or(o.Text("field"), "change")
			if it.Standby = it.Field == "standby"; it.Standby || ofMessaging(it.Field) {
				it.Field = ""
			}
		}
		l.Items = append(l.Items, it)
	}
}

// ofMessaging leaves the echoes out: there the field, not the event, says that the
// Page is the sender.
func ofMessaging(field string) bool {
	return strings.HasPrefix(field, "messag") && field != "message_echoes"
}

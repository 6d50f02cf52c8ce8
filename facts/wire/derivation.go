package wire

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

// Derivation says how a fact set came about: for people, and for --show-facts.
type Derivation struct {
	Page   string    // the id of the Page; empty when not known
	Person string    // the id of the person; empty when not known
	Facts  []Derived // each derived fact, and each action of the person
	Notes  []string  // what stayed unknown although the bodies speak about it, and why
	Passed []Count   // events that belong to somebody else, by name
	Unread []Count   // events that this reader does not know, by name; they prove nothing
}

// Derived is one fact and the event that it follows from.
type Derived struct {
	Path  string // such as comment.at; thread.user_actions for each action
	Value string // as text
	From  string // the part of the request, or the line, the place and the message id of the event
}

// Count is how many events there were of one name.
type Count struct {
	Name string
	N    int
}

// String is the derivation as text, a line for each fact, note and count.
func (d *Derivation) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "page %s, person %s\n", orUnknown(d.Page), orUnknown(d.Person))
	for _, f := range d.Facts {
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.Path, f.Value, f.From)
	}
	_ = w.Flush() // to memory
	for _, note := range d.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	for _, c := range d.Passed {
		fmt.Fprintf(&b, "passed over: %s: %d\n", c.Name, c.N)
	}
	for _, c := range d.Unread {
		fmt.Fprintf(&b, "not read: %s: %d\n", c.Name, c.N)
	}
	return b.String()
}

func orUnknown(id string) string { return cmp.Or(body.Plain(id), "not known") }

func (d *deriver) fact(path, value, from string) {
	d.out.Facts = append(d.out.Facts, Derived{path, value, from})
}

func (d *deriver) note(format string, args ...any) {
	d.out.Notes = append(d.out.Notes, fmt.Sprintf(format, args...))
}

func (d *deriver) finish() *Derivation {
	for _, name := range d.log.Foreign {
		d.unread[name]++
	}
	d.out.Page, d.out.Person = d.page.ID, d.person.id
	d.out.Passed, d.out.Unread = counts(d.passed), counts(d.unread)
	return d.out
}

func counts(byName map[string]int) []Count {
	var cs []Count
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		cs = append(cs, Count{name, byName[name]})
	}
	return cs
}

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

// source is where an event stands, and whether the time is only that of its entry.
func source(place string, late bool) string {
	if late {
		return place + ", time of the entry"
	}
	return place
}

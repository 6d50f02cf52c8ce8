package render

import (
	"fmt"
	"time"

	"github.com/clausewise/clausewise/engine"
)

// Horizon gives how a decision changes if only time passes: the first decision, then
// every change with its number, from 1, and the clauses that it is made of.
func Horizon(first engine.Decision, h engine.Horizon, s Style) string {
	t := &page{style: s}
	t.moment("", first)
	was := first
	for i, c := range h.Changes {
		t.moment(fmt.Sprint(i+1), c.Decision)
		for _, line := range Changes(was, c.Decision) {
			t.block(0, 8, line)
		}
		was = c.Decision
	}
	if h.UnknownAfter.IsZero() {
		t.block(0, 0, "then nothing changes any more")
	} else {
		t.block(0, 0, "unknown after "+exact(h.UnknownAfter)+": "+h.Because)
	}
	return t.String()
}

func (t *page) moment(number string, d engine.Decision) {
	t.WriteString(fmt.Sprintf("%3s  %s  ", number, exact(d.Now())) + t.outcome(d.Outcome()) + "\n")
}

func (t *page) outcome(o engine.Outcome) string {
	if o == engine.Permitted {
		return t.paint(Good, o.String())
	}
	return t.paint(Bad, o.String())
}

// exact is an instant to the nanosecond, as facts have it.
func exact(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

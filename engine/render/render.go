// Package render gives decisions as text for people: the outcome first, then who said
// so and why. Explanation, Horizon and Remedies do the same for what the engine tells
// beyond a decision.
//
// Decision makes the whole text of one. It is the same text everywhere: in a terminal, where
// Style gives it a width and colours, and in golden cases, which are compared with it
// byte for byte under the zero Style. It leaves the revision out, so that it changes
// only where the answer does.
package render

import (
	"iter"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/clausewise/clausewise/engine"
)

// Role is what a piece of text is, for whoever colours it.
type Role int

// The roles.
const (
	Good    Role = iota + 1 // a permission
	Bad                     // a denial
	Caution                 // a duty, an advice
	Name                    // the id of a clause
	Faint                   // where it comes from
)

// Style says how wide the text is and how it is coloured. The zero value is for
// files: 88 columns, no colour.
type Style struct {
	Width int                              // in columns; 0 or less means 88, and 40 are the least
	Paint func(r Role, text string) string // gets text without line breaks; nil leaves it as it is
}

// Decision gives a decision as text that ends in a line feed.
func Decision(d engine.Decision, s Style) string {
	t := &page{style: s}
	t.decision(d)
	return t.String()
}

// page is the text while it is made.
type page struct {
	strings.Builder
	style Style
	trees *trees // nil: the decision is not explained
}

func (t *page) decision(d engine.Decision) {
	if d.Outcome() == engine.Permitted {
		t.permitted(d)
	} else {
		t.denied(d)
	}
}

func (t *page) permitted(d engine.Decision) {
	t.headline(Good, d)
	t.part(Good, "permitted by", d.Permits())
	t.asides(d)
	t.part(Faint, "permits that do not hold", d.Unmet())
}

// denied gives first what denies: a forbid, else that no permit holds.
func (t *page) denied(d engine.Decision) {
	t.headline(Bad, d)
	if forbidden := t.part(Bad, "denied by", d.Forbids()); forbidden {
		t.part(Good, "without that permitted by", d.Permits())
		t.part(Faint, "permits that do not hold", d.Unmet())
	} else if unmet := t.part(Bad, "no permit holds", d.Unmet()); !unmet && d.Reason() == "" {
		t.title(Bad, "no permit is meant for this")
	}
	t.asides(d)
	t.faults(d)
}

func (t *page) asides(d engine.Decision) {
	t.part(Caution, "duties", d.Duties())
	t.part(Caution, "advice", d.Advice())
}

func (t *page) headline(r Role, d engine.Decision) {
	rest := "  " + d.Action()
	if !d.Now().IsZero() {
		rest += ", " + instant(d.Now())
	}
	if d.Reason() != "" {
		rest += ": " + d.Reason()
	}
	t.WriteString(t.paint(r, strings.ToUpper(d.Outcome().String())) + safe(rest) + "\n")
	t.summary()
}

func (t *page) title(r Role, text string) { t.WriteString("\n" + t.paint(r, text) + "\n") }

// part gives the findings below their title, and says whether there are any.
func (t *page) part(r Role, title string, findings iter.Seq[engine.Finding]) (any bool) {
	for f := range findings {
		if !any {
			t.title(r, title)
		}
		any = true
		t.finding(f)
	}
	return any
}

// finding leaves the place of an error out where the words tell already which facts
// are not known.
func (t *page) finding(f engine.Finding) {
	t.block(Name, 2, f.Clause())
	t.block(0, 4, f.Message())
	if due, ok := f.Due(); ok {
		t.block(0, 4, dueText(due, f.Overdue()))
	}
	if f.Error() != "" && len(f.Unknown()) == 0 {
		t.block(0, 4, f.Error())
	}
	source := f.Source()
	if covers := f.Covers(); len(covers) > 0 {
		source += " (" + strings.Join(covers, ", ") + ")"
	}
	t.block(Faint, 4, source)
	t.explain(f.Clause())
}

// faults gives what is wrong with facts that were refused. Advice that cannot be told
// stays silent here.
func (t *page) faults(d engine.Decision) {
	for f := range d.Errors() {
		if f.Clause() == "" {
			t.block(0, 2, f.Message())
		}
	}
}

func dueText(due time.Time, over bool) string {
	if over {
		return "Was due by " + instant(due) + "."
	}
	return "Due by " + instant(due) + "."
}

// instant is written as in the words of a clause: seconds and less only where they
// are not zero.
func instant(t time.Time) string {
	layout := "2006-01-02 15:04 UTC"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		layout = "2006-01-02 15:04:05.999999999 UTC"
	}
	return t.UTC().Format(layout)
}

func (t *page) block(r Role, indent int, text string) {
	t.WriteString(t.style.Block(r, indent, text))
}

func (t *page) paint(r Role, text string) string { return t.style.paint(r, text) }

// Block wraps text to the width, indents every line of it by so many columns, and
// paints it. It ends in a line feed. The role 0 is plain text.
func (s Style) Block(r Role, indent int, text string) string {
	var b strings.Builder
	for _, line := range wrap(safe(text), s.width()-indent) {
		b.WriteString(strings.Repeat(" ", indent) + s.paint(r, line) + "\n")
	}
	return b.String()
}

func (s Style) paint(r Role, text string) string {
	if s.Paint == nil || r == 0 {
		return text
	}
	return s.Paint(r, text)
}

func (s Style) width() int {
	if s.Width <= 0 {
		return 88
	}
	return max(s.Width, 40)
}

// wrap breaks at spaces only: a date and the id of a clause stay whole.
func wrap(text string, width int) (lines []string) {
	words := strings.Split(text, " ")
	line := words[0]
	for _, word := range words[1:] {
		if ansi.StringWidth(line)+1+ansi.StringWidth(word) > width {
			lines, line = append(lines, line), word
		} else {
			line += " " + word
		}
	}
	return append(lines, line)
}

// safe keeps control characters, which facts may hold, from the reader's terminal.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

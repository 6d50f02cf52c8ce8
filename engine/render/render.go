// Package render gives decisions and faults as text for people: the outcome first,
// then who said so and why.
package render

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/clausewise/clausewise/engine"
)

// Role is what a piece of text is, for whoever colours it.
type Role int

// The roles.
const (
	Good    Role = iota + 1 // a permission
	Bad                     // a denial
	Caution                 // a duty, an advice, something not known
	Name                    // the id of a clause
	Faint                   // where it comes from
)

// Style says how wide the text is and how it is coloured. The zero value is for
// files: 88 columns, no colour.
type Style struct {
	Width int
	Paint func(Role, string) string
}

func (s Style) paint(r Role, text string) string {
	if s.Paint == nil {
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

// Decision gives a decision, without its revision, so that the text changes only
// where the answer does.
func Decision(d engine.Decision, s Style) string {
	var b strings.Builder
	role := Bad
	if d.Outcome() == engine.Permitted {
		role = Good
	}
	fmt.Fprintf(&b, "%s  %s\n", s.paint(role, strings.ToUpper(d.Outcome().String())), heading(d))
	if d.Reason() != "" {
		b.WriteString(s.block(d.Reason()+".", 2))
	}
	s.part(&b, Bad, "denied by", d.Forbids())
	s.part(&b, Good, "permitted by", d.Permits())
	s.part(&b, Caution, "duties", d.Duties())
	s.part(&b, Caution, "advice", d.Advice())
	s.part(&b, Faint, "permits that do not hold", d.Unmet())
	s.part(&b, Bad, "errors", d.Errors())
	return b.String()
}

func heading(d engine.Decision) string {
	if d.Now().IsZero() {
		return d.Action()
	}
	return fmt.Sprintf("%s, %s", d.Action(), d.Now().UTC().Format(time.RFC3339Nano))
}

func (s Style) part(b *strings.Builder, r Role, title string, findings iter.Seq[engine.Finding]) {
	first := true
	for f := range findings {
		if first {
			fmt.Fprintf(b, "\n%s\n", s.paint(r, title))
		}
		first = false
		s.finding(b, f)
	}
}

func (s Style) finding(b *strings.Builder, f engine.Finding) {
	if f.Clause() == "" {
		b.WriteString(s.block(f.Message(), 2))
		return
	}
	fmt.Fprintf(b, "  %s\n", s.paint(Name, f.Clause()))
	b.WriteString(s.block(f.Message(), 4))
	if due, ok := f.Due(); ok {
		b.WriteString(s.block(dueText(due, f.Overdue()), 4))
	}
	if f.Error() != "" {
		b.WriteString(s.block(f.Error(), 4))
	}
	fmt.Fprintf(b, "    %s\n", s.paint(Faint, fmt.Sprintf("%s (%s)", f.Source(), strings.Join(f.Covers(), ", "))))
}

func dueText(due time.Time, over bool) string {
	text := "due by " + due.UTC().Format(time.RFC3339Nano)
	if over {
		text += ", overdue"
	}
	return text
}

// block wraps text and indents every line of it. Control characters, which facts may
// hold, do not reach the terminal.
func (s Style) block(text string, indent int) string {
	pad := strings.Repeat(" ", indent)
	lines := strings.Split(ansi.Wordwrap(safe(text), s.width()-indent, ""), "\n")
	return pad + strings.Join(lines, "\n"+pad) + "\n"
}

func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, text)
}

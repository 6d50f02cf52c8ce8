package playground

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/playground/internal/typed"
)

// Incomplete says that more must follow. Only expressions, and commands that take one,
// go on.
func (s *Session) Incomplete(text string) bool {
	cel, takes := s.expression(text)
	return takes && typed.GoesOn(cel)
}

// expression gives the CEL of a line, and whether there can be any.
func (s *Session) expression(text string) (cel string, takes bool) {
	if !strings.HasPrefix(strings.TrimSpace(text), ":") {
		return text, true
	}
	word, rest, _ := split(text)
	c, err := find(word)
	return rest, err == nil && c.expects == expressions
}

// Highlight paints a line that is being typed. Without the paint it is the line.
func (s *Session) Highlight(line string) string {
	if s.Style.Paint == nil {
		return line
	}
	var b strings.Builder
	rest := line
	if word, after, _ := split(line); word != "" {
		role := render.Bad
		if slices.ContainsFunc(commands(), func(c command) bool { return strings.HasPrefix(":"+c.name, word) }) {
			role = render.Name
		}
		head := line[:len(line)-len(after)]
		b.WriteString(strings.Replace(head, word, s.Style.Paint(role, word), 1))
		rest = after
	}
	s.mark(&b, rest)
	return b.String()
}

func (s *Session) mark(b *strings.Builder, text string) {
	runes, at := []rune(text), 0
	for _, t := range engine.Tokens(text) {
		b.WriteString(string(runes[at:t.Start]))
		at = t.End
		role := map[engine.TokenKind]render.Role{engine.TokenText: render.Good, engine.TokenNumber: render.Caution,
			engine.TokenBad: render.Bad, engine.TokenComment: render.Faint}[t.Kind]
		if role == 0 || strings.ContainsFunc(t.Text, unicode.IsControl) { // which paint could not leave alone
			b.WriteString(t.Text)
		} else {
			b.WriteString(s.Style.Paint(role, t.Text))
		}
	}
	b.WriteString(string(runes[at:]))
}

// text is a text of one paragraph.
func (s *Session) text(indent int, text string) string { return s.Style.Block(0, indent, text) }

// textf is the same, made of parts.
func (s *Session) textf(format string, args ...any) string {
	return s.text(0, fmt.Sprintf(format, args...))
}

// printable keeps control characters, which facts and files may hold, from the reader's
// terminal. It keeps lines.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// problem is an error with what would help, which may be empty.
func problem(hint, format string, args ...any) error {
	return &engine.Error{Message: fmt.Sprintf(format, args...), Hint: hint}
}

// complaint gives every fault of an error on lines of its own.
func complaint(err error) string {
	var list engine.Errors
	var one *engine.Error
	switch {
	case errors.As(err, &list):
	case errors.As(err, &one):
		list = engine.Errors{one}
	default:
		list = engine.Errors{{Message: err.Error()}}
	}
	text := ""
	for _, e := range list {
		text += printable(e.Detail()) + "\n"
	}
	return text
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

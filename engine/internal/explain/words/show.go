package words

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/explain"
)

// is says what a term is: `message.tag` is "".
func (s *Speaker) is(t *explain.Term) string { return "`" + t.Text + "` is " + s.show(t) }

// subject begins a phrase about a term; a constant is its own name.
func (s *Speaker) subject(t *explain.Term) string {
	if t.Fixed() {
		return s.show(t) + " is"
	}
	return s.is(t) + ","
}

// named is a value, behind its name where it has one.
func (s *Speaker) named(t *explain.Term) string {
	if t.Fixed() {
		return s.show(t)
	}
	return "`" + t.Text + "` (" + s.show(t) + ")"
}

// show prints the value of a term; of groups, which have no text, their number.
func (s *Speaker) show(t *explain.Term) string {
	switch list, _ := t.Value.([]any); {
	case t.State == explain.Skipped:
		return "…"
	case t.Type == "group":
		return "an element"
	case strings.Contains(t.Type, "group"):
		return elementsOf(len(list))
	}
	return s.Value(t.Value)
}

// Value prints a value. Text stands in quotes, so that none is seen too, and is cut, as
// lists are, where it is long.
func (s *Speaker) Value(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case []any:
		return s.list(v)
	case map[any]any:
		return fmt.Sprintf("a map of %d", len(v))
	}
	return s.Print(v)
}

func quote(text string) string {
	const longest = 60
	if r := []rune(text); len(r) > longest {
		return strconv.Quote(string(r[:longest])) + "…"
	}
	return strconv.Quote(text)
}

func (s *Speaker) list(list []any) string {
	const most = 6
	var words []string
	for _, e := range list[:min(most, len(list))] {
		words = append(words, s.Value(e))
	}
	if more := len(list) - most; more > 0 {
		words = append(words, fmt.Sprintf("… %d more", more))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

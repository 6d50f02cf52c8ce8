package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/schema/internal/text"
)

// maxNest is how deep groups may nest. Facts of that depth fit a text of facts.
const maxNest = 8

// walk goes through facts, in a text or in a struct, and holds them to their fields.
// It allocates with the first fault only: paths are made when they are told.
type walk struct {
	text.Report
	index [maxNest + 1]int // the element of each list that it is inside of
	depth int
}

// wrong notes a fault of the fact with that path.
func (w *walk) wrong(v *text.Value, path, message, hint string) {
	for _, i := range w.index[:w.depth] {
		path = strings.Replace(path, "[]", "["+strconv.Itoa(i)+"]", 1)
	}
	w.Fault(v, text.Word(path)+": "+message, hint)
}

// words holds a text fact to its tags.
func (w *walk) words(f *Field, v *text.Value, s string) {
	switch {
	case s == "" && (f.Closed || f.Required()):
		w.wrong(v, f.Path, "must not be empty", f.hint())
	case len(s) > f.Max:
		w.wrong(v, f.Path, fmt.Sprintf("has %d bytes, %d are the most", len(s), f.Max), "")
	case f.Closed && !slices.Contains(f.Words, s):
		w.wrong(v, f.Path, text.Word(s)+" is not one of "+strings.Join(f.Words, ", "), text.DidYouMean(s, f.Words))
	case !utf8.ValidString(s):
		w.wrong(v, f.Path, "is not UTF-8", "")
	}
}

// length holds a list to its max tag, and says whether its elements are worth a look.
func (w *walk) length(f *Field, v *text.Value, n int) bool {
	if n > f.Max {
		w.wrong(v, f.Path, fmt.Sprintf("has %d elements, %d are the most", n, f.Max), "")
	}
	return n <= f.Max
}

// instant holds a time to the years whose nanoseconds an int64 counts: arithmetic
// on other times would overflow.
func (w *walk) instant(f *Field, v *text.Value, t time.Time) {
	if year := t.UTC().Year(); year < 1678 || year > 2261 {
		w.wrong(v, f.Path, "is outside of the years 1678 to 2261", "")
	}
}

// inside visits the elements of a list, one at a time.
func (w *walk) inside(n int, visit func(i int)) {
	w.depth++
	for i := range n {
		w.index[w.depth-1] = i
		visit(i)
	}
	w.depth--
}

// hint says what the fact would look like, for a person who has to write it.
func (f *Field) hint() string {
	switch {
	case f.Closed && f.Type.Kind == String:
		return "one of " + strings.Join(f.Words, ", ")
	case f.Type.Kind == Time:
		return "a time is written as 2026-01-31T15:04:05Z"
	}
	return ""
}

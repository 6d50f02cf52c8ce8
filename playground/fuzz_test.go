package playground_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzLine: no line panics, and none makes a terminal obey or makes facts that the
// vocabulary refuses.
func FuzzLine(f *testing.F) {
	for _, line := range []string{"1 + 1", ":set book.genre = \"crime\", reader.books[1].genre = 'x'", ":now +1d 2h", ":when -1d..+1d", ":goto next",
		":why overdue", ":at overdue.cel:9:3", ":what-if reader.adult = false", ":unset reader", ":as a", ":compare a .", ":doc within", "reader.books.exists(b,\nb.renewed)",
		":clauses [", ":show desk", ":unknown reader.books", ":facts reader.books[0]", "\xff", ":undo", ":set reader.books = [{'genre': 'x'}]"} {
		f.Add(line, 3)
	}
	p := library(f)
	f.Fuzz(func(t *testing.T, line string, cursor int) {
		s := begin(p)
		before := say(t, s, ":facts")
		requirePlain(t, line, s.Prompt())
		answer, more := s.Line(line)
		requirePlain(t, line, answer)
		if s.Complete(line, cursor); !more {
			return
		}
		s.Highlight(line)
		s.Incomplete(line)
		require.NotContains(t, say(t, s, ":decide"), "cannot be accepted")
		for range 2 {
			s.Line(":undo")
		}
		require.Equal(t, before, say(t, s, ":facts"))
	})
}

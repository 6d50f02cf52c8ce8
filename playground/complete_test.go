package playground_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestComplete completes every line of testdata/complete.txt that begins with `> `, at
// the cursor ‸, and holds what is offered against the lines below.
func TestComplete(t *testing.T) {
	want, err := os.ReadFile("testdata/complete.txt")
	require.NoError(t, err)
	s := sit(t)
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		if typed, ok := strings.CutPrefix(line, "> "); ok {
			before, after, _ := strings.Cut(strings.TrimSuffix(typed, "\n"), "‸")
			found, word := s.Complete(before+after, len([]rune(before)))
			fmt.Fprint(&got, line)
			for _, c := range found {
				require.True(t, strings.HasPrefix(c.Text, string([]rune(before)[len([]rune(before))-word:])))
				fmt.Fprintln(&got, strings.TrimRight(fmt.Sprintf("  %-22s %-22s %s", c.Text, c.Type, c.Doc), " "))
			}
		} else if strings.HasPrefix(line, "#") || line == "\n" {
			got.WriteString(line)
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile("testdata/complete.txt", []byte(got.String()), 0o644))
		return
	}
	require.Equal(t, string(want), got.String())
}

// TestManual: every command is in the manual.
func TestManual(t *testing.T) {
	s := sit(t)
	found, _ := s.Complete(":", 1)
	require.Greater(t, len(found), 25)
	for _, c := range found {
		require.NotEmpty(t, c.Doc, c.Text)
		require.Contains(t, say(t, s, ":help"), "  "+c.Text+" ")
		require.True(t, strings.HasPrefix(say(t, s, ":help "+c.Text), "  "+c.Text+" "), c.Text)
	}
}

// BenchmarkComplete must stay far below the 5 ms that a person would notice.
func BenchmarkComplete(b *testing.B) {
	s := sit(b)
	for _, line := range []string{"", "reader.", "reader.books.filter(b, b.genre == \"", "(now - reader.books[0].taken_at).", ":set book."} {
		b.Run(line, func(b *testing.B) {
			for b.Loop() {
				s.Complete(line, len(line))
			}
		})
	}
}

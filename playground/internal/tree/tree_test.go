package tree

import (
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// note has a fact of every kind.
type note struct {
	Now  time.Time `json:"now"`
	Text struct {
		Title  string   `json:"title" default:"none"`
		Author *string  `json:"author"`
		Long   *bool    `json:"long"`
		Weight *float64 `json:"weight"`
		Pages  int64    `json:"pages" default:"1"`
		Tags   []string `json:"tags"`
	} `json:"text"`
	Marks []mark `json:"marks" default:"[]"`
}

type mark struct {
	At   time.Time `json:"at"`
	Word string    `json:"word" default:""`
}

func (*note) Action() string { return "note" }

// TestYAML: facts of any texts and numbers come back from the YAML that is made of them.
func TestYAML(t *testing.T) {
	s, err := schema.New(new(note))
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		n := draw(t)
		data := YAML(s, n)
		v, err := schema.ParseYAML("", data)
		require.NoError(t, err, string(data))
		back, err := s.Decode(v, time.Time{})
		require.NoError(t, err, string(data))
		require.Equal(t, n, back, string(data))
		require.NotRegexp(t, `(?m)^-- .* --$`, string(data), "which would break an archive in two")

		again, err := Of(s, n).Facts()
		require.NoError(t, err)
		require.Equal(t, n, again)
	})
}

func draw(t *rapid.T) *note {
	text := rapid.StringOfN(rapid.Rune(), 1, 20, 200)
	n := &note{Now: instant(t, "now"), Marks: []mark{}}
	n.Text.Title, n.Text.Pages = text.Draw(t, "title"), rapid.Int64().Draw(t, "pages")
	if rapid.Bool().Draw(t, "known") {
		n.Text.Author, n.Text.Long = new(rapid.SampledFrom([]string{"no", "2026-01-10", "-- a --", "\n-- decision --\n", "null", " x "}).Draw(t, "author")), new(rapid.Bool().Draw(t, "long"))
		n.Text.Weight, n.Text.Tags = new(rapid.Float64Range(-1e9, 1e9).Draw(t, "weight")), rapid.SliceOfN(text, 0, 3).Draw(t, "tags")
	}
	for range rapid.IntRange(0, 3).Draw(t, "marks") {
		n.Marks = append(n.Marks, mark{instant(t, "at"), text.Draw(t, "word")})
	}
	return n
}

func instant(t *rapid.T, label string) time.Time {
	return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, label), rapid.Int64Range(0, 999_999_999).Draw(t, label)).UTC()
}

func TestWith(t *testing.T) {
	s, err := schema.New(new(note))
	require.NoError(t, err)
	n := &note{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Marks: []mark{{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}}}
	n.Text.Title, n.Text.Pages = "none", 1
	tree := Of(s, n)
	for _, path := range []string{"marks[2]", "marks[-1]", "marks.at", "text.title.x", "text[0]", "text title", "[0]", "marks[0", "marks[99999999]", "é"} {
		_, ok := tree.With(path, "x")
		require.False(t, ok, path)
	}
	made, ok := tree.With("marks[1].at", "2026-01-02T00:00:00Z")
	require.True(t, ok)
	made, ok = made.With("marks[0]", nil)
	require.True(t, ok)
	f, err := made.Facts()
	require.NoError(t, err)
	require.Equal(t, []mark{{At: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}}, f.(*note).Marks)
	same, err := tree.Facts()
	require.NoError(t, err)
	require.Equal(t, n, same, "a tree is not changed")

	made, _ = tree.With("text.titel", "x")
	_, err = made.Facts()
	require.EqualError(t, err, "`text.titel`: there is no such fact")
	made, _ = tree.With("text.title", "\xff")
	_, err = made.Facts()
	require.NoError(t, err) // JSON has no bytes that are no text
}

package schema_test

import (
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
)

type parcel struct {
	Now    time.Time `json:"now"`
	Weight *float64  `json:"weight"`
	Pieces int       `json:"pieces" default:"1"`
	To     address   `json:"to"`
	Return *address  `json:"return"`
}

type address struct {
	City   string   `json:"city"`
	Island *bool    `json:"island"`
	Marks  []string `json:"marks"`
}

func (parcel) Action() string { return "ship" }

// TestSet proves that a fact is set in a copy, and only where there is such a fact of
// such a type.
func TestSet(t *testing.T) {
	s, err := schema.New(parcel{})
	require.NoError(t, err)
	ship, now := s.Action("ship"), time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	f := &parcel{Now: now, Pieces: 2, To: address{City: "Bern"}, Return: &address{City: "Chur"}}

	for _, set := range []struct {
		path  string
		value any
	}{{"pieces", int64(3)}, {"weight", 1.5}, {"to.city", "Genf"}, {"to.island", true}, {"return.city", "Thun"}} {
		made, ok := ship.Set(f, set.path, set.value)
		require.True(t, ok, set.path)
		got, known := ship.Get(made, set.path)
		require.True(t, known, set.path)
		require.Equal(t, set.value, got, set.path)
	}
	require.Equal(t, &parcel{Now: now, Pieces: 2, To: address{City: "Bern"}, Return: &address{City: "Chur"}}, f, "the facts themselves stay")

	for _, wrong := range []struct {
		path  string
		value any
	}{{"pieces", 1.5}, {"pieces", "3"}, {"weight", int64(1)}, {"to", "Genf"}, {"to.town", "Genf"}, {"to.city", 1}, {"to.city", nil}, {"to.marks", "x"}, {"", true}} {
		_, ok := ship.Set(f, wrong.path, wrong.value)
		require.False(t, ok, wrong.path)
	}
	_, ok := ship.Set(&parcel{Now: now}, "return.city", "Thun")
	require.False(t, ok, "the group is absent")
}

// TestGet proves that what is not known, and what is no scalar, has no value.
func TestGet(t *testing.T) {
	s, err := schema.New(parcel{})
	require.NoError(t, err)
	ship, now := s.Action("ship"), time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	for path, want := range map[string]any{"now": now, "pieces": int64(0), "weight": nil, "to": nil, "to.marks": nil, "return.city": nil, "nothing": nil} {
		got, ok := ship.Get(&parcel{Now: now, To: address{Marks: []string{"x"}}}, path)
		require.Equal(t, want != nil, ok, path)
		if ok {
			require.Equal(t, want, got, path)
		}
	}
}

// TestAt proves that only now moves, and in a copy.
func TestAt(t *testing.T) {
	s, err := schema.New(parcel{})
	require.NoError(t, err)
	now := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	f := &parcel{Now: now, Pieces: 2}
	later := s.Action("ship").At(f, now.Add(time.Hour))
	require.Equal(t, &parcel{Now: now.Add(time.Hour), Pieces: 2}, later)
	require.Equal(t, now, f.Now)
	require.Equal(t, now.Add(time.Hour), s.Action("ship").Now(later))
}

// TestScalars proves that every scalar fact is there once, in order, those of groups
// that may be absent too.
func TestScalars(t *testing.T) {
	s, err := schema.New(parcel{})
	require.NoError(t, err)
	var paths []string
	for f := range s.Action("ship").Scalars() {
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{"now", "weight", "pieces", "to.city", "to.island", "return.city", "return.island"}, paths)
	for range s.Action("ship").Scalars() {
		break
	}
}

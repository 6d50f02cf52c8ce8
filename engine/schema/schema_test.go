package schema_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/schema"
)

// ask is an action whose facts are under test.
type ask[T any] struct {
	Now time.Time `json:"now"`
	In  T         `json:"in"`
}

func (ask[T]) Action() string { return "ask" }

// bare has nothing but its instant.
type bare[T any] struct {
	Now T `json:"now"`
}

func (bare[T]) Action() string { return "bare" }

type endless struct {
	Again []endless `json:"again"`
}

type unnamed struct {
	Now time.Time `json:"now"`
}

func (unnamed) Action() string { return "Un named" }

// A schema that could not hold facts to anything is refused when a service starts.
func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		prototype schema.Facts
		want      string
	}{
		"nil":            {nil, "facts are a struct or a pointer to one"},
		"a string":       {stranger("send"), "schema_test.stranger is not"},
		"no action name": {unnamed{}, "needs an action of its own, a lower-case name: `Un named` is none"},
		"no now":         {bare[string]{}, "needs a required timestamp `now`"},
		"now optional":   {bare[*time.Time]{}, "needs a required timestamp `now`"},
		"a fact action":  {withAction{}, "no fact can be called `action`"},
		"no tag":         {ask[struct{ X int }]{}, "needs a json tag that is a lower-case name"},
		"capital tag": {ask[struct {
			X int `json:"X"`
		}]{}, "needs a json tag that is a lower-case name"},
		"tag with option": {ask[struct {
			X int `json:"x,omitempty"`
		}]{}, "needs a json tag that is a lower-case name"},
		"empty tag": {ask[struct {
			X int `json:""`
		}]{}, "needs a json tag that is a lower-case name"},
		"map": {ask[struct {
			X map[string]int `json:"x"`
		}]{}, "a fact cannot be of the Go type map[string]int"},
		"interface": {ask[struct {
			X any `json:"x"`
		}]{}, "a fact cannot be of the Go type interface {}"},
		"small int": {ask[struct {
			X int32 `json:"x"`
		}]{}, "a fact cannot be of the Go type int32"},
		"duration": {ask[struct {
			X time.Duration `json:"x"`
		}]{}, "a fact cannot be of the Go type time.Duration"},
		"array": {ask[struct {
			X [2]int `json:"x"`
		}]{}, "a fact cannot be of the Go type [2]int"},
		"list of lists": {ask[struct {
			X [][]int `json:"x"`
		}]{}, "a fact cannot be of the Go type [][]int"},
		"list of pointers": {ask[struct {
			X []*int `json:"x"`
		}]{}, "a fact cannot be of the Go type *int"},
		"two pointers": {ask[struct {
			X **int `json:"x"`
		}]{}, "a fact cannot be of the Go type *int"},
		"pointer to list": {ask[struct {
			X *[]int `json:"x"`
		}]{}, "the pointer says what"},
		"pointer, default": {ask[struct {
			X *int `json:"x" default:"1"`
		}]{}, "the pointer says what"},
		"endless": {ask[endless]{}, "groups are nested deeper than 8"},
		"words of an int": {ask[struct {
			X int `json:"x" words:"1,2"`
		}]{}, "lists the words of a text, each once"},
		"words and known": {ask[struct {
			X string `json:"x" words:"a" known:"b"`
		}]{}, "lists the words of a text, each once"},
		"a word twice": {ask[struct {
			X string `json:"x" words:"a,b,a"`
		}]{}, "lists the words of a text, each once"},
		"an empty word": {ask[struct {
			X string `json:"x" words:"a,"`
		}]{}, "lists the words of a text, each once"},
		"no word": {ask[struct {
			X string `json:"x" words:""`
		}]{}, "lists the words of a text, each once"},
		"max of an int": {ask[struct {
			X int `json:"x" max:"1"`
		}]{}, "the tag max is a positive number"},
		"max zero": {ask[struct {
			X string `json:"x" max:"0"`
		}]{}, "the tag max is a positive number"},
		"max and more": {ask[struct {
			X string `json:"x" max:"10 bytes"`
		}]{}, "the tag max is a positive number"},
		"log": {ask[struct {
			X string `json:"x" log:"erse"`
		}]{}, "the tag log is keep, hash or erase, not `erse`"},
		"default no bool": {ask[struct {
			X bool `json:"x" default:"yes"`
		}]{}, "`yes` is no value"},
		"default other kind": {ask[struct {
			X bool `json:"x" default:"1"`
		}]{}, "`in.x`: must be true or false, this is a number"},
		"default no int": {ask[struct {
			X int `json:"x" default:"1.5"`
		}]{}, "`in.x`: must be a whole number"},
		"default empty": {ask[struct {
			X int `json:"x" default:""`
		}]{}, "the text is empty"},
		"default no word": {ask[struct {
			X string `json:"x" words:"a,b" default:"c"`
		}]{}, "`in.x`: `c` is not one of a, b"},
		"default no time": {ask[struct {
			X time.Time `json:"x" default:"noon"`
		}]{}, "`in.x`: not a time"},
		"default no list": {ask[struct {
			X []int `json:"x" default:"none"`
		}]{}, "`none` is no value"},
		"default of a group": {ask[struct {
			X struct{} `json:"x" default:"{}"`
		}]{}, "a group has no default"},
		"default too long": {ask[struct {
			X string `json:"x" max:"2" default:"abc"`
		}]{}, "`in.x`: has 3 bytes, 2 are the most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schema.New(c.prototype)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := schema.New(new(Loan), new(Loan))
	require.ErrorContains(t, err, "needs an action of its own, a lower-case name: `loan` is none")
}

type withAction struct {
	Now    time.Time `json:"now"`
	Answer string    `json:"action"`
}

func (withAction) Action() string { return "with" }

// What clauses and documents ask of a schema.
func TestFields(t *testing.T) {
	s := library(t)
	require.Len(t, s.Actions(), 5)
	require.Nil(t, s.Action("borrow"))
	a := s.Action("loan")
	require.Equal(t, "A reader wants to take something home.", a.Doc)
	require.Nil(t, a.Facts.Field("action"))

	branch := a.Facts.Field("item").Type.Field("copies").Type.Elem.Field("branch")
	require.Equal(t, "item.copies[].branch", branch.Path)
	require.Equal(t, []string{"north", "south", "harbour"}, branch.Words)
	require.True(t, branch.Closed)
	require.False(t, branch.Optional)
	require.Equal(t, schema.MaxText, branch.Max)

	rooms := a.Facts.Field("rooms")
	require.Equal(t, schema.List, rooms.Type.Kind)
	require.Equal(t, schema.String, rooms.Type.Elem.Kind)
	require.True(t, rooms.Optional)
	require.Equal(t, 3, rooms.Max)
	require.Equal(t, "erase", a.Facts.Field("notes").Log)
	require.False(t, a.Facts.Field("weights").Optional)
	require.Equal(t, schema.MaxItems, a.Facts.Field("weights").Max)
	require.Equal(t, "timestamp", a.Facts.Field("now").Type.Kind.String())
}

// An editor and a service in another language read this file.
func TestJSONSchema(t *testing.T) {
	const file = "testdata/loan.schema.json"
	s, err := schema.New(new(Loan), bare[time.Time]{})
	require.NoError(t, err)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, s.JSONSchema(), 0o666))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(s.JSONSchema()))
}

// Each of these is another vocabulary: a policy revision must not be the same.
func TestDigestTellsSchemasApart(t *testing.T) {
	seen := map[[32]byte]string{}
	for name, prototype := range map[string]schema.Facts{
		"int": ask[struct {
			X int `json:"x"`
		}]{},
		"double": ask[struct {
			X float64 `json:"x"`
		}]{},
		"text": ask[struct {
			X string `json:"x"`
		}]{},
		"time": ask[struct {
			X time.Time `json:"x"`
		}]{},
		"list": ask[struct {
			X []int `json:"x"`
		}]{},
		"texts": ask[struct {
			X []string `json:"x"`
		}]{},
		"other name": ask[struct {
			Y int `json:"y"`
		}]{},
		"optional": ask[struct {
			X *int `json:"x"`
		}]{},
		"default": ask[struct {
			X int `json:"x" default:"0"`
		}]{},
		"default 1": ask[struct {
			X int `json:"x" default:"1"`
		}]{},
		"words": ask[struct {
			X string `json:"x" words:"a,b"`
		}]{},
		"fewer words": ask[struct {
			X string `json:"x" words:"a"`
		}]{},
		"known": ask[struct {
			X string `json:"x" known:"a,b"`
		}]{},
		"max": ask[struct {
			X string `json:"x" max:"7"`
		}]{},
		"list max": ask[struct {
			X []int `json:"x" max:"7"`
		}]{},
		"list empty": ask[struct {
			X []int `json:"x" default:"[]"`
		}]{},
		"by": ask[struct {
			X int `json:"x" by:"sender"`
		}]{},
		"log": ask[struct {
			X int `json:"x" log:"erase"`
		}]{},
		"doc": ask[struct {
			X int `json:"x" doc:"Why."`
		}]{},
		"group": ask[struct {
			X struct{} `json:"x"`
		}]{},
	} {
		s, err := schema.New(prototype)
		require.NoError(t, err)
		require.Equal(t, s.Digest(), s.Digest())
		require.Empty(t, seen[s.Digest()], "%s is not told from %s", name, seen[s.Digest()])
		seen[s.Digest()] = name
	}
}

// The order of fields and actions is a matter of taste.
func TestDigestOfAnotherOrder(t *testing.T) {
	one, err := schema.New(ask[struct {
		X int    `json:"x"`
		Y string `json:"y"`
	}]{}, bare[time.Time]{})
	require.NoError(t, err)
	other, err := schema.New(bare[time.Time]{}, ask[struct {
		Why string `json:"y"`
		X   int64  `json:"x"`
	}]{})
	require.NoError(t, err)
	require.Equal(t, one.Digest(), other.Digest())
}

func TestNear(t *testing.T) {
	names := []string{"last_user_action", "open", "news", "muted", "mute", "at", "user_actions", "promotional"}
	for word, want := range map[string]string{
		"last_user_actoin": "last_user_action", "last_user_acton": "last_user_action", "lastuseraction": "last_user_action",
		"opn": "open", "opne": "open", "Open": "open", "OPEN": "open", "oepn": "open", "open": "open", "xopen": "open",
		"ta": "at", "it": "at", "xy": "", "a": "", "": "", "new": "news", "nwes": "news", "nwe": "", "mutd": "mute", "Muted": "muted",
		"promo": "", "promotionnal": "promotional", "entirely_else": "", "useractions": "user_actions", "äöü": "",
	} {
		require.Equal(t, want, schema.Near(word, names), "for %q", word)
	}
	require.Empty(t, schema.Near("open", nil))
	require.Equal(t, "abx", schema.Near("ab", []string{"aby", "abx", "abz"}), "the first in the alphabet")
	require.Equal(t, "Case", schema.Near("CASE", []string{"cast", "Case"}))
}

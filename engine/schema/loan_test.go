package schema_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

// Loan is what a library knows when a reader wants to take something home. It has
// every kind of fact, and the kinds of group and list that the messaging facts lack.
type Loan struct {
	_ struct{} `doc:"A reader wants to take something home."`

	Now     time.Time   `json:"now" doc:"The instant at the desk."`
	Branch  string      `json:"branch" words:"north,south,harbour" by:"library" log:"keep" doc:"Where the desk is."`
	Reader  Reader      `json:"reader" doc:"Who wants it."`
	Item    *Item       `json:"item" doc:"What is on the desk."`
	Rooms   []string    `json:"rooms" words:"reading,music,maps" max:"3" doc:"The rooms that are open."`
	Notes   []string    `json:"notes" max:"4" by:"reader" log:"erase" doc:"What the reader said."`
	Weights []float64   `json:"weights" default:"[]" doc:"Of what is in the bag already."`
	Visits  []time.Time `json:"visits" doc:"Of this year."`
	Counts  []int64     `json:"counts" doc:"Of the loans in each of them."`
	Doors   []bool      `json:"doors" doc:"Which of them work."`
}

func (*Loan) Action() string { return "loan" }

// Reader is who wants to borrow.
type Reader struct {
	Card   Card     `json:"card" doc:"The card on the desk."`
	Debt   *float64 `json:"debt" by:"library" doc:"In euro."`
	Height float64  `json:"height" default:"1.5" doc:"In metres."`
	Shelf  string   `json:"shelf" default:"adult" words:"adult,child" doc:"Which shelves are open to the reader."`
	Since  string   `json:"since" default:"" max:"10" doc:"As printed on the card."`
	Guest  bool     `json:"guest" default:"true" doc:"The reader has no card of this library."`
	Joined Time     `json:"joined" default:"2020-02-29T12:00:00Z" doc:"The day of the first card."`
}

// Time shows that an alias of a type is that type.
type Time = time.Time

// Card is required within a group that is not.
type Card struct {
	Number string `json:"number" max:"12" log:"hash" doc:"As on the card."`
	Loans  int64  `json:"loans" doc:"What is out on it."`
	Weight int    `json:"weight" default:"-1" doc:"In points."`
}

// Item is a group that is there or not.
type Item struct {
	Kind   Word    `json:"kind" known:"book,film,map" doc:"What it is."`
	Fee    float64 `json:"fee" doc:"In euro."`
	Care   *Care   `json:"care" doc:"How to handle it."`
	Copies []Copy  `json:"copies" max:"2" doc:"Where the other copies are."`
}

// Word is a named string, which is a text like any other.
type Word string

// Care has no required fact: it says something by being there.
type Care struct {
	Gloves *bool `json:"gloves" doc:"They must be worn."`
}

// Copy is a group in a list in a group.
type Copy struct {
	Branch string     `json:"branch" words:"north,south,harbour" doc:"Where it is."`
	Back   *time.Time `json:"back" doc:"When it comes back."`
	Marks  []Mark     `json:"marks" default:"[]" max:"2" doc:"What is written into it."`
}

// Mark is a list in a list.
type Mark struct {
	Page int `json:"page" doc:"Where it is."`
}

// prototypes are the actions of all tests: the four of messaging, and Loan.
func prototypes() []schema.Facts {
	return append(facts.All(), new(Loan))
}

func library(t testing.TB) *schema.Schema {
	t.Helper()
	s, err := schema.New(prototypes()...)
	require.NoError(t, err)
	return s
}

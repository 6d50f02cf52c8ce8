package playground_test

import (
	"errors"
	"os"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/playground"
	"github.com/stretchr/testify/require"
)

// Loan is what a library knows when somebody wants to take a book home.
type Loan struct {
	Now    time.Time `json:"now" doc:"The instant at the desk."`
	Reader struct {
		Name  *string `json:"name" doc:"Who she is."`
		Adult *bool   `json:"adult" doc:"She is of age."`
		Books []Book  `json:"books" default:"[]" doc:"What she has at home."`
	} `json:"reader"`
	Book struct {
		Genre string `json:"genre" words:"novel,crime,horror" doc:"Of the book."`
		Pages int    `json:"pages" default:"100" doc:"How many pages it has."`
	} `json:"book"`
}

// Book is one that a reader has at home.
type Book struct {
	Genre   string    `json:"genre" known:"novel,crime,horror" doc:"Of the book."`
	TakenAt time.Time `json:"taken_at" doc:"When she took it."`
	Renewed bool      `json:"renewed" default:"false" doc:"Its time was doubled."`
}

// Action names the action for the engine.
func (*Loan) Action() string { return "loan" }

func desk() *Loan {
	l := &Loan{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)}
	l.Book.Genre, l.Book.Pages = "novel", 100
	l.Reader.Books = []Book{{Genre: "crime", TakenAt: l.Now.AddDate(0, 0, -3)}}
	return l
}

func library(t require.TestingT) *engine.Policy {
	s, err := schema.New(new(Loan))
	require.NoError(t, err)
	p, err := engine.Load(s, os.DirFS("testdata/library"))
	require.NoError(t, err)
	return p
}

// sit begins a session that reaches nothing but its clauses.
func sit(t require.TestingT) *playground.Session { return begin(library(t)) }

func begin(p *engine.Policy) *playground.Session {
	return playground.New(playground.World{Policy: func() *engine.Policy { return p }, Folder: "the library"}, "desk", desk())
}

func say(t require.TestingT, s *playground.Session, line string) string {
	answer, more := s.Line(line)
	require.True(t, more)
	return answer
}

var errGone = errors.New("gone")

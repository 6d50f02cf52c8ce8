package render_test

import (
	"fmt"
	"log"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
)

// A decision becomes a text that a person can read, here in 60 columns.
func ExampleDecision() {
	vocabulary, err := schema.New(new(Loan))
	if err != nil {
		log.Fatal(err)
	}
	policy, err := engine.Load(vocabulary, fstest.MapFS{"desk/take-home.cel": {Data: []byte(`
// A reader with a card takes a book home.
//
//   effect:    permit
//   on:        loan
//   source:    House rules, the desk
//   covers:    L-1
//   message:   {title} may go home with the reader until {now + days(28)}.
//   otherwise: The reader has no card.

since <= now
`)}})
	if err != nil {
		log.Fatal(err)
	}
	card := time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC)
	loan := &Loan{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Genre: "crime", Title: "The Third Man", Since: &card}
	fmt.Print(render.Decision(policy.Decide(loan), render.Style{Width: 60}))
	// Output:
	// PERMITTED  loan, 2026-01-10 15:00 UTC
	//
	// permitted by
	//   desk/take-home
	//     The Third Man may go home with the reader until
	//     2026-02-07 15:00 UTC.
	//     House rules, the desk (L-1)
}

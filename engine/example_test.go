package engine_test

import (
	"errors"
	"fmt"
	"log"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// A service asks the shipped pack whether it may answer a person who wrote yesterday.
func Example() {
	vocabulary, err := schema.New(facts.All()...)
	if err != nil {
		log.Fatal(err)
	}
	policy, err := engine.Load(vocabulary, policies.FS())
	if err != nil {
		log.Fatal(err)
	}

	send := &facts.Send{Now: time.Date(2026, 1, 11, 13, 0, 0, 0, time.UTC), Platform: "messenger"}
	send.Message = facts.Message{Kind: "standard", Sender: "human"}
	send.Thread.UserActions = []facts.UserAction{{Kind: "message", At: send.Now.Add(-25 * time.Hour)}}

	decision := policy.Decide(send)
	fmt.Println(decision.Outcome())
	for advice := range decision.Advice() {
		fmt.Println(advice.Clause(), advice.Covers())
		fmt.Println(advice.Message())
	}
	// Output:
	// denied
	// message-tags/human-agent-would-serve [HA-05]
	// The standard window is closed, but a human may still answer what the person wrote at 2026-01-10 12:00 UTC. Send this message as tagged, with HUMAN_AGENT, until 2026-01-17 12:00 UTC.
}

// Loan is what a library knows when somebody wants to take a book home.
type Loan struct {
	Now   time.Time `json:"now" doc:"The instant at the desk."`
	Adult *bool     `json:"adult" doc:"The reader is of age. Unknown: nobody looked."`
	Genre string    `json:"genre" words:"novel,crime,horror" doc:"Of the book."`
}

// Action names the action for the engine.
func (*Loan) Action() string { return "loan" }

// A service with facts of its own declares its own structs. Unknown is not false: as
// long as nobody looked, the book stays.
func Example_factsOfYourOwn() {
	library, err := schema.New(new(Loan))
	if err != nil {
		log.Fatal(err)
	}
	policy, err := engine.Load(library, fstest.MapFS{"at-the-desk.cel": {Data: []byte(`
// A reader takes home what is for her age.
//
//   effect:    permit
//   on:        loan
//   source:    House rules, 4
//   covers:    L-4
//   message:   The reader may take this {genre} book home.
//   otherwise: A {genre} book is for adults.

genre != "horror" ||
adult
`)}})
	if err != nil {
		log.Fatal(err)
	}
	loan := &Loan{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Genre: "horror"}
	for _, adult := range []*bool{nil, new(false), new(true)} {
		loan.Adult = adult
		decision := policy.Decide(loan)
		fmt.Println(decision.Outcome())
		for unmet := range decision.Unmet() {
			fmt.Println(" ", unmet.Message())
		}
	}
	// Output:
	// denied
	//   Not known: adult. Until then this does not count: A reader takes home what is for her age.
	// denied
	//   A horror book is for adults.
	// permitted
}

// A policy that is at fault does not load. Every fault has its place, and a hint where
// there is one.
func ExampleLoad() {
	vocabulary, err := schema.New(new(facts.Label))
	if err != nil {
		log.Fatal(err)
	}
	_, err = engine.Load(vocabulary, fstest.MapFS{"custom-labels/terms.cel": {Data: []byte(`// Labels need the terms.
//
//   effect:    permit
//   on:        label
//   source:    Custom labels
//   covers:    CL-02
//   message:   The terms are accepted.

page.contact_terms_acepted &&
label.opration == "read"
`)}})
	var faults engine.Errors
	if errors.As(err, &faults) {
		for _, fault := range faults {
			fmt.Println(fault.Detail())
		}
	}
	// Output:
	// custom-labels/terms.cel:9:6: `page` has no fact `contact_terms_acepted`
	//    page.contact_terms_acepted &&
	//         ^~~~~~~~~~~~~~~~~~~~~
	//    hint: did you mean `contact_terms_accepted`?
	// custom-labels/terms.cel:10:7: `label` has no fact `opration`
	//    label.opration == "read"
	//          ^~~~~~~~
	//    hint: did you mean `operation`?
}

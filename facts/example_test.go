package facts_test

import (
	"fmt"
	"time"

	"github.com/clausewise/clausewise/facts"
)

// What is not known is left out; new(false) is known to be false.
func Example() {
	send := facts.Send{
		Now:      time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC),
		Platform: "messenger",
		User:     facts.User{Blocked: new(false)},
		Message:  facts.Message{Kind: "standard", Sender: "human"},
	}
	fmt.Println(send.Action())
	fmt.Println("blocked is known:", send.User.Blocked != nil)
	fmt.Println("muted is known:", send.User.Muted != nil)
	// Output:
	// send
	// blocked is known: true
	// muted is known: false
}

// All gives the actions of the pack, for a schema.
func ExampleAll() {
	for _, f := range facts.All() {
		fmt.Println(f.Action())
	}
	// Output:
	// send
	// respond
	// label
	// standing
}

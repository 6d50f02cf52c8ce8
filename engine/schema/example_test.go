package schema_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/clausewise/clausewise/engine/schema"
)

// Borrow is what a library knows when somebody wants to take a book home.
type Borrow struct {
	Now    time.Time `json:"now" doc:"The instant at the desk."`
	Branch string    `json:"branch" words:"north,south" doc:"Where the desk is."`
	Member Member    `json:"member" doc:"Who wants it."`
	Genres []string  `json:"genres" max:"5" doc:"Of the book."`
}

// Action names the action.
func (*Borrow) Action() string { return "borrow" }

// Member is a reader of the library.
type Member struct {
	Loans int   `json:"loans" default:"0" doc:"What is out already."`
	Adult *bool `json:"adult" doc:"Is of age. Unknown: nobody looked."`
}

func Example() {
	library, err := schema.New(new(Borrow))
	if err != nil {
		fmt.Println(err)
		return
	}
	text := []byte(`{"action": "borrow", "now": "2026-01-10T16:00:00+01:00",
  "branch": "nroth", "member": {"adlut": true, "loans": 2.5}}`)
	value, err := schema.ParseJSON("desk.json", text)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = library.Decode(value, time.Time{})
	var faults schema.Errors
	errors.As(err, &faults)
	for _, fault := range faults {
		fmt.Println(fault.Detail())
	}
	// Output:
	// desk.json:2:13: `branch`: `nroth` is not one of north, south
	//      "branch": "nroth", "member": {"adlut": true, "loans": 2.5}}
	//                ^~~~~~~
	//    hint: did you mean `north`?
	// desk.json:2:33: `member.adlut`: there is no such fact
	//      "branch": "nroth", "member": {"adlut": true, "loans": 2.5}}
	//                                    ^~~~~~~
	//    hint: did you mean `adult`?
	// desk.json:2:57: `member.loans`: must be a whole number, written without fraction and exponent
	//      "branch": "nroth", "member": {"adlut": true, "loans": 2.5}}
	//                                                            ^~~
}

func ExampleSchema_Decode() {
	library, _ := schema.New(new(Borrow))
	value, _ := schema.ParseYAML("desk.yaml", []byte(`
action: borrow
now: 2026-01-10T16:00:00+01:00
branch: north
member:
  adult: false
genres: []
`))
	facts, err := library.Decode(value, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	borrow := facts.(*Borrow)
	fmt.Println(borrow.Now, *borrow.Member.Adult)
	fmt.Println(string(library.Encode(facts)))
	// Output:
	// 2026-01-10 15:00:00 +0000 UTC false
	// {"action":"borrow","now":"2026-01-10T15:00:00Z","branch":"north","member":{"loans":0,"adult":false},"genres":[]}
}

func ExampleSchema_Verify() {
	library, _ := schema.New(new(Borrow))
	err := library.Verify(&Borrow{Branch: "North", Genres: make([]string, 6)})
	fmt.Println(err)
	// Output:
	// `branch`: `North` is not one of north, south
	// `genres`: has 6 elements, 5 are the most
	// `now`: missing
}

func ExampleValue_Merge() {
	library, _ := schema.New(new(Borrow))
	desk, _ := schema.ParseJSON("desk.json", []byte(`{"action": "borrow", "branch": "north", "member": {"loans": 2, "adult": true}}`))
	caller, _ := schema.ParseYAML("caller.yaml", []byte(`member: {adult: null}`))
	facts, err := library.Decode(desk.Merge(caller), time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(library.Encode(facts)))
	// Output:
	// {"action":"borrow","now":"2026-01-10T15:00:00Z","branch":"north","member":{"loans":2}}
}

func ExampleNear() {
	facts := []string{"branch", "genres", "member", "now"}
	fmt.Println(schema.Near("genrse", facts))
	fmt.Println(schema.Near("Branch", facts))
	fmt.Println(schema.Near("weather", facts) == "")
	// Output:
	// genres
	// branch
	// true
}

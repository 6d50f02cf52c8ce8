package playground_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/playground"
)

// A session answers lines about facts of anybody's own. What shows and reads the lines
// is not its matter.
func Example() {
	vocabulary, err := schema.New(new(Loan))
	if err != nil {
		log.Fatal(err)
	}
	policy, err := engine.Load(vocabulary, os.DirFS("testdata/library"))
	if err != nil {
		log.Fatal(err)
	}
	s := playground.New(playground.World{Policy: func() *engine.Policy { return policy }}, "desk", desk())
	for line := range strings.Lines(`reader.books[0].taken_at + loan_time
:set book.genre = "horror"
:fix
:goto next
:undo
`) {
		fmt.Print(s.Prompt(), line)
		answer, _ := s.Line(line)
		fmt.Print(answer)
	}
	// Output:
	// desk 2026-01-10T15:00Z> reader.books[0].taken_at + loan_time
	// 2026-02-04 15:00 UTC : an instant
	// desk 2026-01-10T15:00Z> :set book.genre = "horror"
	// book.genre: "novel" → "horror"
	// permitted → denied
	// desk* 2026-01-10T15:00Z> :fix
	// waiting alone does not help
	// not known, and it matters: reader.adult
	// desk* 2026-01-10T15:00Z> :goto next
	// now is 2026-02-04T15:00:00.000000001Z
	// desk* 2026-02-04T15:00:00.000000001Z> :undo
	// undone: :goto next
}

package cases_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/clausewise/clausewise/engine/cases"
)

// The owner of a policy says in a text file what she expects of it. A case that the
// policy decides otherwise says how.
func ExampleRun() {
	folder, err := os.MkdirTemp("", "cases")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	err = os.WriteFile(filepath.Join(folder, "nobody-looked.txtar"), []byte(`Nobody looked whether the reader is of age.

-- facts.yaml --
action: loan
now: 2026-01-10T15:00:00Z
-- decision --
PERMITTED  loan, 2026-01-10 15:00 UTC
`), 0o644)
	if err != nil {
		log.Fatal(err)
	}

	all, err := cases.Run(library(), folder)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range all {
		fmt.Println(filepath.Base(c.Path), c.Passed(), c.Decision.Outcome())
		fmt.Println(c.Sentence)
	}
	// Output:
	// nobody-looked.txtar false denied
	// Nobody looked whether the reader is of age.
}

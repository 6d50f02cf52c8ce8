package policies_test

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/clausewise/clausewise/policies"
)

// The pack is files: a service hands them to the engine, an owner copies and edits them.
func Example() {
	data, err := fs.ReadFile(policies.FS(), "define/standard_window.cel")
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	fmt.Println(err, lines[0])
	fmt.Println(lines[len(lines)-1])
	// Output:
	// <nil> // The standard window lasts 24 hours.
	// hours(24)
}

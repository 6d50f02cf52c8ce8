package engine_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
)

// A service follows the folder of its clauses. What is broken is refused and told of,
// while what served before goes on serving.
func ExampleEngine_Watch() {
	library, err := schema.New(new(Loan))
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "clauses")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	save := func(body string) {
		text := `// A reader takes home what is for her age.
//
//   effect:    permit
//   on:        loan
//   source:    House rules, 4
//   covers:    L-4
//   message:   The reader may take this {genre} book home.

` + body
		if err := os.WriteFile(filepath.Join(dir, "at-the-desk.cel"), []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
	save(`genre != "horror"`)

	told := make(chan engine.Status, 10)
	desk, err := engine.Open(library, dir, engine.Clock(time.Now), engine.Changed(func(s engine.Status) { told <- s }))
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan bool)
	go func() {
		defer close(ended)
		desk.Watch(ctx)
	}()
	until := func(is func(engine.Status) bool) (s engine.Status) {
		for s = <-told; !is(s); s = <-told {
		}
		return s
	}
	until(func(s engine.Status) bool { return s.Watched })

	save(`genre != "horro"`)
	s := until(func(s engine.Status) bool { return s.Refused != nil })
	fmt.Println(strings.TrimPrefix(s.Refused.Errors[0].Error(), filepath.ToSlash(dir)+"/"))
	fmt.Println("still serving:", s.Revision == desk.Policy().Revision())

	before := s.Revision
	save(`genre != "crime"`)
	s = until(func(s engine.Status) bool { return s.Refused == nil })
	fmt.Println("another policy serves:", s.Revision != before)

	cancel()
	<-ended
	// Output:
	// at-the-desk.cel:9:10: `genre` is never `horro`
	// still serving: true
	// another policy serves: true
}

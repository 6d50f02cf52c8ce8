package seal_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"aead.dev/minisign"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/engine/seal"
)

type visit struct {
	Now time.Time `json:"now"`
}

func (visit) Action() string { return "visit" }

// Whoever reviews the clauses seals the folder; a service that has the public key then
// serves only what was sealed.
func Example() {
	dir, _ := os.MkdirTemp("", "policy")
	defer os.RemoveAll(dir)
	clause := "// Anybody may come in.\n//\n//   effect:  permit\n//   on:      visit\n//   source:  House rules\n//   covers:  H-1\n//   message: Come in.\n\ntrue\n"
	_ = os.WriteFile(filepath.Join(dir, "come-in.cel"), []byte(clause), 0o644)
	public, private, _ := minisign.GenerateKey(rand.Reader)
	privateText, _ := private.MarshalText()
	publicText, _ := public.MarshalText()

	vocabulary, _ := schema.New(visit{})
	reviewed, _ := engine.Open(vocabulary, dir)
	fmt.Println("sealed:", seal.Write(dir, reviewed.Policy(), privateText, nil))

	gate, _ := seal.Gate(dir, publicText)
	_, err := engine.Open(vocabulary, dir, engine.Gate(gate))
	fmt.Println("served:", err)

	_ = os.WriteFile(filepath.Join(dir, "come-in.cel"), []byte(clause+"|| true\n"), 0o644)
	_, err = engine.Open(vocabulary, dir, engine.Gate(gate))
	fmt.Println("refused:", err != nil)
	// Output:
	// sealed: <nil>
	// served: <nil>
	// refused: true
}

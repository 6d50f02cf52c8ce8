package policies_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// BenchmarkDecide decides 10,000 fact sets of the generator by the shipped pack;
// one operation is one decision.
func BenchmarkDecide(b *testing.B) {
	policy := load(b, policies.FS())
	b.Run("send", func(b *testing.B) {
		decideAll(b, policy, drawn(10_000, func(f factSet) bool { return f.Action() == "send" }))
	})
	b.Run("mixed", func(b *testing.B) {
		decideAll(b, policy, drawn(10_000, func(factSet) bool { return true }))
	})
}

func decideAll(b *testing.B, policy *engine.Policy, sets []factSet) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		policy.Decide(sets[i%len(sets)])
	}
}

// drawn draws n fact sets of those that are wanted.
func drawn(n int, wanted func(factSet) bool) []factSet {
	rng := rand.New(rand.NewPCG(1, 10_000))
	var sets []factSet
	for len(sets) < n {
		if f := generate(rng); wanted(f) {
			sets = append(sets, f)
		}
	}
	return sets
}

// resend is a second action with the facts of a send. What the clauses of one action
// cost together is limited, and 10,000 of the pack on send alone are beyond that.
type resend facts.Send

func (*resend) Action() string { return "resend" }

// BenchmarkLoad loads the shipped pack, its clauses repeated under other names
// until there are so many; the defines stand there once.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{24, 1_000, 10_000} {
		b.Run(fmt.Sprintf("clauses=%d", n), func(b *testing.B) {
			pack := repeated(b, n)
			for b.Loop() {
				load(b, pack, new(resend))
			}
			seconds := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(seconds*1000, "ms/load")
			b.ReportMetric(float64(n)/seconds, "clauses/s")
		})
	}
}

func repeated(b *testing.B, n int) fstest.MapFS {
	pack, clauses := fstest.MapFS{}, []string{}
	for _, name := range shippedFiles(b) {
		if text := shippedFile(b, name); isDefine(text) {
			pack[name] = &fstest.MapFile{Data: text}
		} else {
			clauses = append(clauses, name)
		}
	}
	for i := range n {
		turn, name := i/len(clauses), clauses[i%len(clauses)]
		text := shippedFile(b, name)
		if turn%2 == 1 {
			text = onSend().ReplaceAll(text, []byte("${1}resend"))
		}
		pack[fmt.Sprintf("copy-%d/%s", turn, name)] = &fstest.MapFile{Data: text}
	}
	return pack
}

func onSend() *regexp.Regexp { return regexp.MustCompile(`(?m)^(//\s+on:\s+)send$`) }

func isDefine(text []byte) bool {
	return regexp.MustCompile(`(?m)^//\s+effect:\s+define\b`).Match(text)
}

func shippedFile(b *testing.B, name string) []byte {
	text, err := fs.ReadFile(policies.FS(), name)
	require.NoError(b, err)
	return text
}

// shippedFiles lists the clause files of the pack in order.
func shippedFiles(b *testing.B) []string {
	var names []string
	require.NoError(b, fs.WalkDir(policies.FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ".cel" {
			names = append(names, name)
		}
		return err
	}))
	return names
}

package eval

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDecideAllocatesNothing decides sends with everything known, with much unknown,
// and with next to nothing known: an error is a code, and takes no memory either. The
// frame is its own, since the race detector has a pool forget some.
func TestDecideAllocatesNothing(t *testing.T) {
	program, sets := shipped(t)["send"].program, sends(t, 2_000)
	frame, errs := program.newFrame(), 0
	require.Zero(t, testing.AllocsPerRun(2, func() {
		for _, f := range sets {
			a, _ := program.decide(frame, f)
			for _, s := range a.All {
				if s == Errs {
					errs++
				}
			}
		}
	}))
	require.Greater(t, errs, 1_000)
}

// TestDecideTogether decides in several goroutines at once, which share the program.
func TestDecideTogether(t *testing.T) {
	program, sets := shipped(t)["send"].program, sends(t, 500)
	alone := make([]Answer, len(sets))
	for i, f := range sets {
		alone[i], _ = program.Decide(f)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i, f := range sets {
				if a, _ := program.Decide(f); a.few != alone[i].few {
					t.Errorf("facts %d are decided otherwise", i)
				}
			}
		})
	}
	all.Wait()
}

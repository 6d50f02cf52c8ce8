package main

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"time"
)

const (
	rounds = 41
	slice  = 8 * time.Millisecond
)

// figures is what one peer took for one decision, round by round.
type figures struct {
	engine string
	ns     []float64
	allocs float64
}

// measured lets every peer decide for a slice of time in every round, in one
// goroutine, so that a noisy neighbour hits all alike.
func measured(list []peer, sets int) []figures {
	made := make([]figures, len(list))
	turns := make([]turn, len(list))
	for i, p := range list {
		turns[i] = turn{run: p.run, sets: sets}
		made[i] = figures{engine: p.name, allocs: turns[i].allocs()}
		turns[i].calibrate()
	}
	runtime.GC()
	order := rand.New(rand.NewPCG(1, rounds)) // so that nobody always follows the same other
	for range rounds {
		for _, i := range order.Perm(len(list)) {
			made[i].ns = append(made[i].ns, turns[i].take())
		}
	}
	return made
}

// turn is the place of a peer in the fact sets, and how many it decides in a slice.
type turn struct {
	run            func(set int)
	sets, at, many int
}

// take decides on from where the last turn ended, and gives the nanoseconds of one
// decision.
func (t *turn) take() float64 {
	start := spent()
	for range t.many {
		t.run(t.at)
		if t.at++; t.at == t.sets {
			t.at = 0
		}
	}
	return float64((spent() - start).Nanoseconds()) / float64(t.many)
}

func (t *turn) calibrate() {
	for t.many = 1; ; t.many *= 4 {
		if ns := t.take(); ns*float64(t.many) > float64(slice)/4 {
			t.many = max(1, int(float64(slice)/ns))
			return
		}
	}
}

// allocs counts the allocations of one decision, on average.
func (t *turn) allocs() float64 {
	var before, after runtime.MemStats
	t.many = min(2000, t.sets)
	t.take() // what is allocated once and kept is not counted
	runtime.ReadMemStats(&before)
	t.take()
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / uint64(t.many))
}

// spread is a median, with what lies a tenth from either end.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	v := slices.Sorted(slices.Values(values))
	last := len(v) - 1
	return spread{v[last/10], v[last/2], v[last-last/10]}
}

// to is the ratios to another peer, round by round: what slowed a round down slowed
// both.
func (f figures) to(other figures) spread {
	ratios := make([]float64, len(f.ns))
	for i := range ratios {
		ratios[i] = f.ns[i] / other.ns[i]
	}
	return spreadOf(ratios)
}

package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEqual holds every peer to the same decision: every clause that speaks and every
// permit that is unmet, from which the outcome follows.
func TestEqual(t *testing.T) {
	const n = 300
	list, sends, err := peers(drawn(n))
	require.NoError(t, err)
	require.NoError(t, differences(list, sends, n))
}

func TestDifferencesAreTold(t *testing.T) {
	p := pack{{id: "blocked"}, {id: "muted"}}
	says := func(name string, s said) peer {
		return peer{name: name, says: func(int) said { return s }}
	}
	one, other := says("one", said{speaks: 0b11}), says("other", said{speaks: 0b01})
	require.NoError(t, differences([]peer{one, one}, p, 5))
	require.EqualError(t, differences([]peer{one, other}, p, 5),
		"other decides otherwise than one on 5 of 5 fact sets: [muted], unmet []")
}

// TestDrawn holds the fact sets to their purpose: every clause speaks, every permit is
// also unmet, and the outcome is not always the same.
func TestDrawn(t *testing.T) {
	_, sends, err := shipped()
	require.NoError(t, err)
	var all said
	permitted := 0
	for _, f := range drawn(sets) {
		s := byHand(f)
		all.speaks |= s.speaks
		all.unmet |= s.unmet
		if s.permitted(sends) {
			permitted++
		}
	}
	require.Equal(t, uint64(1)<<len(sends)-1, all.speaks)
	require.Equal(t, sends.effect("permit"), all.unmet)
	require.Greater(t, permitted*10, sets*3)
	require.Less(t, permitted*10, sets*6)
}

package vocab

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestInstant: neither the monotonic clock of the machine nor a zone is part of a fact.
func TestInstant(t *testing.T) {
	read := time.Now() // with a monotonic reading, which Round strips
	require.Contains(t, read.String(), "m=+")
	require.NotContains(t, instant(read).String(), "m=+")
	require.Equal(t, time.UTC, instant(read.In(time.FixedZone("east", 3600))).Location())
}

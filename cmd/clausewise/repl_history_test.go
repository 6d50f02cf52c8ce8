package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHistory(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	h, err := openHistory()
	require.NoError(t, err)
	for _, entry := range []string{"1 +\n2", " not kept", "é\x00"} {
		_, err := h.Write(entry)
		require.NoError(t, err)
	}
	h, err = openHistory()
	require.NoError(t, err)
	require.Equal(t, []string{"1 +\n2", "é\x00"}, h.entries)
	_, err = h.GetLine(-1)
	require.Error(t, err)
	_, err = h.GetLine(h.Len())
	require.Error(t, err)
}

// TestHistoryForgets: a file that others wrote to is read as far as it can be, and does
// not grow for ever.
func TestHistoryForgets(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	file := filepath.Join(state, "clausewise", "history")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	var text strings.Builder
	for i := range 2*kept + 1 {
		fmt.Fprintf(&text, "\"%d\"\nno JSON\n", i)
	}
	require.NoError(t, os.WriteFile(file, []byte(text.String()), 0o600))
	h, err := openHistory()
	require.NoError(t, err)
	require.Equal(t, kept, h.Len())
	last, err := h.GetLine(kept - 1)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint(2*kept), last)
	again, err := openHistory()
	require.NoError(t, err)
	require.Equal(t, h.entries, again.entries)
}

func TestHistoryWithoutHome(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", os.DevNull)
	h, err := openHistory()
	require.ErrorContains(t, err, "the history is not kept")
	_, err = h.Write("said once")
	require.NoError(t, err)
	require.Equal(t, 1, h.Len())
	t.Setenv("XDG_STATE_HOME", "relative")
	t.Setenv("HOME", "")
	_, err = openHistory()
	require.EqualError(t, err, "the history is not kept: there is no home folder")
}

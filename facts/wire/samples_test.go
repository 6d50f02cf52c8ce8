package wire_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/facts/wire"
)

// The sample bodies that the project shows to newcomers are read without a fault, and
// prove something.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("../../testdata/wire/send-api*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		request, err := os.ReadFile(file)
		require.NoError(t, err)
		webhooks, err := os.ReadFile("../../testdata/wire/webhooks.jsonl")
		if strings.Contains(file, "instagram") {
			webhooks, err = os.ReadFile("../../testdata/wire/webhooks-instagram.jsonl")
		}
		require.NoError(t, err)
		req, err := wire.ReadRequest(request)
		require.NoError(t, err, file)
		log, err := wire.ReadLog(webhooks)
		require.NoError(t, err)
		require.Empty(t, log.Faults)
		send, _, err := wire.Derive(req, log, wire.Given{})
		require.NoError(t, err, file)
		require.NotEmpty(t, send.Thread.UserActions, file)
	}
}

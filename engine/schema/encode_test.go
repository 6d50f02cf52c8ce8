package schema_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

// A reader of wire formats knows a part of the facts; its caller adds the rest.
func TestEncodeLeavesOutWhatIsMissing(t *testing.T) {
	s := library(t)
	require.JSONEq(t, `{"action": "send", "thread": {"user_actions": []}, "message": {"tag": "", "parts": 0}}`,
		string(s.Encode(&facts.Send{})))
	require.Equal(t, `{"action":"label"}`, string(s.Encode(&facts.Label{})))
	require.Nil(t, s.Encode(nil))
	require.Nil(t, s.Encode(stranger("send")))
}

func TestEncodeForPeopleToo(t *testing.T) {
	f := loan()
	f.Now = noon.In(time.FixedZone("CET", 3600))
	f.Notes = []string{`<b> & "c"` + "\n"}
	line := string(library(t).Encode(f))
	require.Contains(t, line, `{"action":"loan","now":"2026-01-10T12:00:00Z",`)
	require.Contains(t, line, `"notes":["<b> & \"c\"\n"]`)
}

// The clock of a process is in its own zone, and ticks.
func TestDecodeTakesTheClock(t *testing.T) {
	s := library(t)
	v, err := schema.ParseJSON("f", []byte(`{"action": "label", "platform": "messenger", "label": {"operation": "read"}}`))
	require.NoError(t, err)
	clock := time.Now().In(time.FixedZone("CET", 3600))
	got, err := s.Decode(v, clock)
	require.NoError(t, err)
	require.Equal(t, clock.UTC().Round(0), got.(*facts.Label).Now)
	_, err = s.Decode(v, time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC))
	requireError(t, "`now`: is outside of the years 1678 to 2261", err)
}

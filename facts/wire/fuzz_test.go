package wire_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire"
)

func seeds(f *testing.F, name string) {
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(f, err)
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		require.NoError(f, err)
		f.Add(member(a, name))
	}
	for _, s := range []string{"", "null", "[]", "{}", `[[[`, `{"object":"page","entry":[null,{"id":1}]}`, "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", `{"":{"":{}}}`} {
		f.Add([]byte(s))
	}
}

// What is read is one JSON object, and says to whom and how.
func FuzzReadRequest(f *testing.F) {
	seeds(f, "request.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		req, err := wire.ReadRequest(data)
		if err != nil {
			require.Nil(t, req)
			require.NotEmpty(t, err.Error())
			return
		}
		require.True(t, json.Valid(bytes.TrimPrefix(data, []byte("\uFEFF"))))
		require.NotEmpty(t, req.RecipientID)
		require.Contains(t, []string{"id", "user_ref", "comment_id", "post_id", "one_time_notif_token"}, req.Recipient)
		require.Contains(t, []string{"standard", "tagged", "news", "one_time_notification", "one_time_notification_request", "private_reply"}, req.Kind())
	})
}

// What is read is JSON throughout, and every fault has its line.
func FuzzReadLog(f *testing.F) {
	seeds(f, "webhooks.jsonl")
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := wire.ReadLog(data)
		if err != nil {
			var fault *wire.Fault
			require.ErrorAs(t, err, &fault)
			require.Positive(t, fault.Line)
			return
		}
		for _, fault := range log.Faults {
			require.Positive(t, fault.Line)
			require.LessOrEqual(t, fault.Line, bytes.Count(data, []byte("\n"))+1)
		}
		dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
		for dec.More() {
			var v json.RawMessage
			require.NoError(t, dec.Decode(&v))
		}
	})
}

// Whatever the bodies hold, the facts are such as clauses can be asked about, a second
// delivery of everything changes none, and nothing is the person's that does not
// name her as the one who did it.
func FuzzDerive(f *testing.F) {
	seeds(f, "webhooks.jsonl")
	req, err := wire.ReadRequest(request)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := wire.ReadLog(data)
		if err != nil {
			return
		}
		send, derivation, err := wire.Derive(req, log, wire.Given{})
		if err != nil {
			return
		}
		require.NotEmpty(t, derivation.String())
		sane(t, send)
		if len(send.Thread.UserActions) > 0 {
			require.True(t, names(t, data, "7701"), "an action was invented")
		}
		twice, err := wire.ReadLog(slices.Concat(data, []byte("\n"), bytes.TrimPrefix(data, []byte("\uFEFF"))))
		require.NoError(t, err)
		again, _, err := wire.Derive(req, twice, wire.Given{})
		require.NoError(t, err)
		require.Equal(t, send, again)
	})
}

func sane(t *testing.T, send *facts.Send) {
	require.LessOrEqual(t, len(send.Thread.UserActions), 200)
	require.Nil(t, send.Thread.BusinessMessages)
	require.Zero(t, send.Now)
	times := []time.Time{}
	for _, a := range send.Thread.UserActions {
		require.NotEmpty(t, a.Kind)
		require.LessOrEqual(t, len(a.Ref), 4096)
		times = append(times, a.At)
	}
	require.True(t, slices.IsSortedFunc(times, time.Time.Compare))
	if at := send.Thread.LastBusinessMessageAt; at != nil {
		times = append(times, *at)
	}
	for _, at := range times {
		require.True(t, at.Year() >= 2004 && at.Year() <= 2099)
	}
}

// names finds the id in the bodies as the one who did something. It knows nothing of
// the reader: it looks everywhere.
func names(t *testing.T, data []byte, id string) bool {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	dec.UseNumber()
	found := false
	for dec.More() {
		var v any
		require.NoError(t, dec.Decode(&v))
		walk(v, func(o map[string]any) {
			sender, _ := o["sender"].(map[string]any)
			from, _ := o["from"].(map[string]any)
			for _, v := range []any{sender["id"], from["id"], o["sender_id"]} {
				found = found || v == id || v == json.Number(id)
			}
		})
	}
	return found
}

func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, part := range v {
			walk(part, visit)
		}
	case []any:
		for _, part := range v {
			walk(part, visit)
		}
	}
}

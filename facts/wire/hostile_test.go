package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/facts/wire"
)

// Every part of a good body in turn is replaced by what does not belong there. Nothing
// breaks, and where the part carries the proof, nothing is proved.
func TestAPartOfAWrongTypeProvesNothing(t *testing.T) {
	const good = `{"object": "page", "entry": [{"id": "104001", "time": 1773133201000, "messaging": [
		{"sender": {"id": "7701"}, "recipient": {"id": "104001"}, "timestamp": 1773133200000,
		 "message": {"mid": "m_1", "is_echo": false}}]}]}`
	proof := map[string]bool{
		"object": true, "entry": true, "entry.0": true, "entry.0.id": true, "entry.0.messaging": true, "entry.0.messaging.0": true,
		"entry.0.messaging.0.sender": true, "entry.0.messaging.0.sender.id": true,
		"entry.0.messaging.0.message": true, "entry.0.messaging.0.message.mid": true,
	}
	for path := range parts(t, good) {
		for _, strange := range []string{`null`, `true`, `0`, `-1`, `1e400`, `""`, `[]`, `{}`, `[[{}]]`, `{"id": {"id": "7701"}}`, `[null, {"id": 7701}]`} {
			send, err := derive(string(request), parts(t, good)[path](strange), time.Time{})
			if err != nil || path == "" {
				continue
			}
			if proof[path] && !(path == "entry.0.id" && strange == `0`) { // 0 is an id, if an odd one
				require.Empty(t, send.Thread.UserActions, "%s = %s", path, strange)
			}
		}
	}
	send, err := derive(string(request), good, time.Time{})
	require.NoError(t, err)
	require.Len(t, send.Thread.UserActions, 1, "the good body proves something")
}

// parts gives for the path of each part what replaces it in the text.
func parts(t *testing.T, text string) map[string]func(string) string {
	var root any
	require.NoError(t, json.Unmarshal([]byte(text), &root))
	out := map[string]func(string) string{}
	var visit func(v any, path []string)
	visit = func(v any, path []string) {
		out[strings.Join(path, ".")] = func(with string) string { return replaced(root, path, with) }
		switch v := v.(type) {
		case map[string]any:
			for key, part := range v {
				visit(part, append(path[:len(path):len(path)], key))
			}
		case []any:
			for _, part := range v {
				visit(part, append(path[:len(path):len(path)], "0"))
			}
		}
	}
	visit(root, nil)
	return out
}

func replaced(v any, path []string, with string) string {
	if len(path) == 0 {
		return with
	}
	var b strings.Builder
	switch v := v.(type) {
	case map[string]any:
		sep := "{"
		for key, part := range v {
			data, _ := json.Marshal(part)
			if key == path[0] {
				data = []byte(replaced(part, path[1:], with))
			}
			b.WriteString(sep + `"` + key + `":` + string(data))
			sep = ","
		}
		b.WriteString("}")
	case []any:
		b.WriteString("[" + replaced(v[0], path[1:], with) + "]")
	}
	return b.String()
}

func TestALogOfDeepNestingIsRead(t *testing.T) {
	deep := `{"object": "page", "entry": ` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + `}`
	log, err := wire.ReadLog([]byte(deep + "\n" + lines([]body{{"object": "page", "entry": []any{}}})))
	require.NoError(t, err)
	require.Equal(t, 2, log.Bodies)
	require.Len(t, log.Faults, 1)
}

// A ref longer than a fact may be is cut, between two characters.
func TestALongRefIsCut(t *testing.T) {
	send, err := derive(string(request), lines([]body{{"object": "page", "entry": []any{body{"id": "104001", "time": 1773133201,
		"messaging": []any{body{"sender": body{"id": 7701}, "timestamp": 1773133200,
			"referral": body{"source": "SHORTLINK", "ref": strings.Repeat("ä€", 3000)}}}}}}}), time.Time{})
	require.NoError(t, err)
	ref := send.Thread.UserActions[0].Ref
	require.True(t, utf8.ValidString(ref))
	require.Greater(t, len(ref), 900)
	require.Less(t, len(ref), 1100)
}

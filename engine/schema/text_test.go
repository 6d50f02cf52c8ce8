package schema_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/schema"
)

// What no text file can hold, or none that a person wants to read.
func TestTextThatIsNone(t *testing.T) {
	full := `{"x": "` + strings.Repeat("a", schema.MaxBytes-9) + `"}`
	for name, c := range map[string]struct{ text, want string }{
		"nothing":        {"", "f:1:1: the text is empty"},
		"spaces":         {" \r\n\t", "f:1:1: the text is empty"},
		"full":           {full, ""},
		"over":           {full + "\n", "f: the text is too large: it has 1048577 bytes, 1048576 are the most"},
		"far over":       {strings.Repeat(full, 10), "f: the text is too large: it has 10485760 bytes, 1048576 are the most"},
		"invalid byte":   {"{\"äö\":\n \"ü\xff\"}", "f:2:4: this is not UTF-8"},
		"cut code point": {"{\"x\": \"\xe2\x82\"}", "f:1:8: this is not UTF-8"},
		"surrogate":      {"{\"x\": \"\xed\xa0\x80\"}", "f:1:8: this is not UTF-8"},
		"overlong":       {"{\"x\": \"\xc0\xaf\"}", "f:1:8: this is not UTF-8"},
		"UTF-16":         {"\xff\xfe{\x00}\x00", "f:1:1: this is not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schema.ParseJSON("f", []byte(c.text))
			requireError(t, c.want, err)
			_, err = schema.ParseYAML("f", []byte(c.text))
			requireError(t, c.want, err)
		})
	}
}

func TestTextThatEndsTooSoon(t *testing.T) {
	for text, want := range map[string]string{
		`{"a`:        "f:1:4: the text ends inside of a string",
		`{"a\`:       "f:1:4: this escape means nothing",
		`{"a\u12`:    "f:1:4: this escape means nothing",
		`{"a\ud83d`:  "f:1:4: this is half of a surrogate pair",
		`{"a\ud83d\`: "f:1:4: this is half of a surrogate pair",
		`{"a"`:       "f:1:5: the text ends where `:` is expected",
		`{"a":`:      "f:1:6: the text ends where a value is expected",
		`{"a":1`:     "f:1:7: the text ends where `,` or `}` is expected",
		`{"a":1,`:    "f:1:8: the text ends where a key in double quotes is expected",
		`[`:          "f:1:2: the text ends where a value is expected",
		`[1,`:        "f:1:4: the text ends where a value is expected",
		"{\x00":      "f:1:2: a key in double quotes is expected here",
		"{}\x00":     "f:1:3: there is more text after the end of the facts",
	} {
		_, err := schema.ParseJSON("f", []byte(text))
		requireError(t, want, err)
	}
}

func requireError(t *testing.T, want string, err error) {
	t.Helper()
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.EqualError(t, err, want)
	var one *schema.Error
	require.True(t, errors.As(err, &one))
}

// A text within its bounds is answered soon, however it was made.
func TestHostileTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	s := library(t)
	fill := func(head, part, tail string) []byte {
		n := (schema.MaxBytes - len(head) - len(tail)) / len(part)
		return []byte(head + strings.Repeat(part, n) + tail)
	}
	numbered := func(format string) []byte {
		var b bytes.Buffer
		b.WriteString(`{"action": "send"`)
		for i := 0; b.Len() < schema.MaxBytes-100; i++ {
			fmt.Fprintf(&b, format, i)
		}
		b.WriteString("}")
		return b.Bytes()
	}
	for name, text := range map[string][]byte{
		"unknown keys":      numbered(`,"last_business_message_at%d":1`),
		"repeated keys":     fill(`{"a":1`, `,"a":1`, `}`),
		"large numbers":     fill(`[0`, `,1e999`, `]`),
		"empty lists":       fill(`[[]`, `,[]`, `]`),
		"escapes":           fill(`"`, `\u0041`, `"`),
		"one number":        fill(``, `1`, ``),
		"one word":          fill(``, `a`, ``),
		"open lists":        fill(``, `[`, ``),
		"line feeds":        fill(``, "\n[", ``),
		"a long list":       fill(`{"action":"loan","notes":[""`, `,1`, `]}`),
		"a long word":       fill(`{"action":"loan","branch":"`, `n`, `"}`),
		"a long key":        fill(`{"action":"loan","`, `n`, `":1}`),
		"YAML lists":        fill(``, "- - a\n", ``),
		"YAML questions":    fill(``, "? ", ``),
		"YAML anchors":      fill(``, "- &a *a\n", ``),
		"YAML comments":     fill(`a: 1`, "\n#", "\n"),
		"YAML documents":    fill(``, "--- a\n", ``),
		"YAML plain words":  fill(`a`, " a", ``),
		"YAML open objects": fill(``, "{a: ", ``),
	} {
		t.Run(name, func(t *testing.T) {
			for _, parse := range []func(string, []byte) (*schema.Value, error){schema.ParseJSON, schema.ParseYAML} {
				v, err := parse("f", text)
				if err == nil {
					_, err = s.Decode(v, time.Time{})
				}
				var faults schema.Errors
				require.True(t, errors.As(err, &faults))
				require.LessOrEqual(t, len(faults), 101)
				require.Less(t, len(faults[0].Error()), 500)
			}
		})
	}
}

// A fault ends on the line that it shows.
func TestEndOfAFault(t *testing.T) {
	v, err := schema.ParseYAML("f", []byte("action: label\nnow: the day\n  after\nplatform: messenger\nlabel: {operation: read}\n"))
	require.NoError(t, err)
	_, err = library(t).Decode(v, time.Time{})
	var one *schema.Error
	require.True(t, errors.As(err, &one))
	require.Equal(t, schema.Error{File: "f", Line: 2, Col: 6, EndCol: 13, Text: "now: the day",
		Message: "`now`: not a time", Hint: "a time is written as 2026-01-31T15:04:05Z"}, *one)
}

func TestTooManyFaults(t *testing.T) {
	v, err := schema.ParseJSON("f", []byte(`{"action":"loan"`+keys(150)+`}`))
	require.NoError(t, err)
	_, err = library(t).Decode(v, time.Time{})
	var faults schema.Errors
	require.True(t, errors.As(err, &faults))
	require.Len(t, faults, 101)
	require.Equal(t, "f:1:18: `k0`: there is no such fact", faults[0].Error())
	require.Equal(t, "there are 54 more faults", faults[100].Error())
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":1`, i)
	}
	return b.String()
}

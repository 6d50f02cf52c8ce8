package body_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

func TestInstantKnowsItsBounds(t *testing.T) {
	cases := map[string]string{ // as JSON: the time, or nothing
		`1072915199`:                        "",
		`1072915200`:                        "2004-01-01T00:00:00Z",
		`4102444799`:                        "2099-12-31T23:59:59Z",
		`4102444800`:                        "",
		`99999999999`:                       "", // the largest number of seconds: 5138
		`100000000000`:                      "", // the smallest number of milliseconds: 1973
		`1072915199999`:                     "",
		`1072915200000`:                     "2004-01-01T00:00:00Z",
		`4102444799999`:                     "2099-12-31T23:59:59.999Z",
		`4102444800000`:                     "",
		`1773133200.999`:                    "2026-03-10T09:00:00Z",
		`1.7731332e9`:                       "2026-03-10T09:00:00Z",
		`-1773133200`:                       "",
		`1e400`:                             "",
		`"1773133200"`:                      "2026-03-10T09:00:00Z",
		`"+1773133200"`:                     "",
		`"0x69afdd10"`:                      "",
		`"1773133200.5"`:                    "",
		`""`:                                "",
		`" 1773133200"`:                     "",
		`"2026-03-10T10:00:00+01:00"`:       "2026-03-10T09:00:00Z",
		`"2026-03-10T10:00:00.250+0100"`:    "2026-03-10T09:00:00.25Z",
		`"2026-03-10T09:00:00"`:             "",
		`"2026-03-10"`:                      "",
		`"9999-12-31T23:59:59Z"`:            "",
		`true`:                              "",
		`{"$date": "2026-03-10T09:00:00Z"}`: "",
	}
	for text, want := range cases {
		v, err := body.One([]byte(text))
		require.NoError(t, err, text)
		got := ""
		if at := body.Instant(v); !at.IsZero() {
			got = at.Format(time.RFC3339Nano)
		}
		require.Equal(t, want, got, text)
	}
}

func TestIDKeepsEveryDigit(t *testing.T) {
	cases := map[string]string{
		`"7701"`: "7701", `7701`: "7701", `"007"`: "007", `"comment_5-9:x"`: "comment_5-9:x",
		`12345678901234567890123`: "12345678901234567890123",
		`-5`:                      "", `5.0`: "", `5e3`: "", `null`: "", `true`: "", `["7701"]`: "", `""`: "",
		`"\ud800"`: "", // half a character: two ids may read the same
	}
	for text, want := range cases {
		v, err := body.One([]byte(`{"id": ` + text + `}`))
		require.NoError(t, err, text)
		require.Equal(t, want, v.(body.Object).ID("id"), text)
	}
}

func TestOneRefusesWhatCanBeReadInTwoWays(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	cases := map[string]string{
		`{"a": 1, "a": 1}`:       "1:13: the key `a` stands twice",
		`{"a": 1, "\u0061": 1}`:  "1:18: the key `a` stands twice",
		"{\"a\":\n\"\xff\"}":     "2:5: the text is not UTF-8",
		deep(65):                 "1:66: the body nests too deep",
		deep(100_000):            "1:66: the body nests too deep",
		`{} {}`:                  "1:4: something stands after the body",
		`{},`:                    "1:3: something stands after the body",
		``:                       "1:1: the JSON ends too early",
		"{\n \"a\": tru":         "2:7: the JSON ends too early",
		strings.Repeat("[", 1e6): "1:1000001: the JSON ends too early",
		`{"a" 1}`:                "1:6: this is not JSON: invalid character '1' after object key",
		`{"a": 1,}`:              "1:9: this is not JSON: invalid character '}' ",
		`[1 2]`:                  "1:4: this is not JSON: invalid character '2' after array element",
		`{"ä": x}`:               "1:7: this is not JSON: invalid character 'x' looking for beginning of value",
	}
	for text, want := range cases {
		_, err := body.One([]byte(text))
		require.ErrorContains(t, err, want, text[:min(40, len(text))])
	}
	for _, text := range []string{deep(64), "\uFEFF{}", " {}\r\n"} {
		_, err := body.One([]byte(text))
		require.NoError(t, err)
	}
}

// One takes nothing that encoding/json refuses, and refuses of what it takes only what
// can be read in two ways.
func FuzzOne(f *testing.F) {
	for _, s := range []string{`{"a": [1, "b", null, true], "c": {}}`, `{"a": 1, "a": 2}`, `[,]`, `{"a" 1}`, `1 2`, "\"\xff\"", `1e999`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := body.One([]byte(s))
		valid := json.Valid([]byte(strings.TrimPrefix(s, "\uFEFF")))
		if err == nil {
			require.True(t, valid)
		} else if valid {
			require.Regexp(t, "stands twice$|not UTF-8$|nests too deep$", err.Error())
		}
	})
}

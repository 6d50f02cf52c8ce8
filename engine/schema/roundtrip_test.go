package schema_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clausewise/clausewise/engine/schema"
)

// Whatever a service builds in Go and Verify accepts, it gets back from its own log.
func TestEncodeIsReadBack(t *testing.T) {
	s := library(t)
	for _, a := range s.Actions() {
		t.Run(a.Name, rapid.MakeCheck(func(t *rapid.T) {
			x := blank(a)
			(&maker{T: t}).group(a.Facts, reflect.ValueOf(x).Elem())
			require.NoError(t, s.Verify(x))
			line := s.Encode(x)
			require.NotContains(t, string(line), "\n")

			require.Equal(t, x, decode(t, s, line))
			require.Equal(t, x, decode(t, s, line, schema.ParseYAML))

			// What Go's own decoder makes of the line is a second opinion.
			other := blank(a)
			require.NoError(t, json.Unmarshal(line, other))
			require.Equal(t, x, other)
		}))
	}
}

// A struct and the text of it are held to the same.
func TestVerifyAndDecodeAgree(t *testing.T) {
	s := library(t)
	for _, a := range s.Actions() {
		t.Run(a.Name, rapid.MakeCheck(func(t *rapid.T) {
			x := blank(a)
			(&maker{T: t, wild: true}).group(a.Facts, reflect.ValueOf(x).Elem())
			verified := s.Verify(x)
			v, err := schema.ParseJSON("", s.Encode(x))
			require.NoError(t, err)
			got, err := s.Decode(v, time.Time{})
			if verified != nil {
				require.Error(t, err, "%v", verified)
				return
			}
			require.NoError(t, err)
			require.Equal(t, x, got)
		}))
	}
}

// A text with one letter changed is refused, or says what it says.
func TestMutatedText(t *testing.T) {
	s := library(t)
	for _, a := range s.Actions() {
		t.Run(a.Name, rapid.MakeCheck(func(t *rapid.T) {
			x := blank(a)
			(&maker{T: t}).group(a.Facts, reflect.ValueOf(x).Elem())
			line := s.Encode(x)
			at := rapid.IntRange(0, len(line)-1).Draw(t, "at")
			line[at] = rapid.Byte().Draw(t, "letter")
			v, err := schema.ParseJSON("", line)
			if err != nil {
				return
			}
			require.True(t, json.Valid(line))
			if got, err := s.Decode(v, time.Time{}); err == nil {
				require.NoError(t, s.Verify(got))
				require.Equal(t, got, decode(t, s, s.Encode(got)))
			}
		}))
	}
}

func blank(a *schema.Action) schema.Facts {
	for _, f := range prototypes() {
		if f.Action() == a.Name {
			return reflect.New(reflect.TypeOf(f).Elem()).Interface().(schema.Facts)
		}
	}
	panic(a.Name)
}

func decode(t require.TestingT, s *schema.Schema, line []byte, parse ...func(string, []byte) (*schema.Value, error)) schema.Facts {
	v, err := append(parse, schema.ParseJSON)[0]("", line)
	require.NoError(t, err, "%s", line)
	got, err := s.Decode(v, time.Time{})
	require.NoError(t, err, "%s", line)
	return got
}

// maker fills structs with what their tags allow, or, when wild, with anything.
type maker struct {
	*rapid.T
	wild bool
}

func (m *maker) group(t *schema.Type, to reflect.Value) {
	for i := range to.NumField() {
		f := t.Field(to.Type().Field(i).Tag.Get("json"))
		if f == nil {
			continue
		}
		field := to.Field(i)
		if field.Kind() == reflect.Pointer {
			if !m.bool("known") {
				continue
			}
			field.Set(reflect.New(field.Type().Elem()))
			field = field.Elem()
		}
		m.value(f, f.Type, field)
	}
}

func (m *maker) value(f *schema.Field, t *schema.Type, to reflect.Value) {
	switch t.Kind {
	case schema.Group:
		m.group(t, to)
	case schema.List:
		m.list(f, to)
	case schema.Bool:
		to.SetBool(m.bool(f.Path))
	case schema.Int:
		to.SetInt(rapid.Int64().Draw(m.T, f.Path))
	case schema.Double:
		to.SetFloat(rapid.Float64().Filter(func(n float64) bool { return !math.IsInf(n, 0) }).Draw(m.T, f.Path))
	case schema.String:
		to.SetString(m.text(f, t == f.Type))
	case schema.Time:
		to.Set(reflect.ValueOf(m.time(f.Path)))
	}
}

func (m *maker) list(f *schema.Field, to reflect.Value) {
	if f.Optional && !m.bool("known") {
		return
	}
	most := min(f.Max, 4)
	if m.wild {
		most = 4
	}
	n := rapid.IntRange(0, most).Draw(m.T, f.Path)
	to.Set(reflect.MakeSlice(to.Type(), n, n))
	for i := range n {
		m.value(f, f.Type.Elem, to.Index(i))
	}
}

func (m *maker) bool(label string) bool { return rapid.Bool().Draw(m.T, label) }

// text is never empty for a fact of its own: that is for required facts, and an
// optional one may as well be unknown.
func (m *maker) text(f *schema.Field, alone bool) string {
	most := schema.MaxText
	if alone {
		most = f.Max
	}
	free := rapid.StringN(0, -1, most)
	switch {
	case m.wild && m.bool("wild"):
		return free.Draw(m.T, f.Path)
	case f.Closed:
		return rapid.SampledFrom(f.Words).Draw(m.T, f.Path)
	}
	return free.Filter(func(s string) bool { return (s != "" || !alone) && yamlToo(s) }).Draw(m.T, f.Path)
}

// yamlToo says that YAML takes the text as JSON writes it, control characters of the
// second kind and rare line ends not being told apart there.
func yamlToo(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x7f && r < 0xa0 || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF' })
}

func (m *maker) time(label string) time.Time {
	first, last := time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC).Add(-1)
	if m.wild && m.bool("wild") {
		return rapid.SampledFrom([]time.Time{{}, first.Add(-1), last.Add(1), first, last}).Draw(m.T, label)
	}
	return time.Unix(0, rapid.Int64Range(first.UnixNano(), last.UnixNano()).Draw(m.T, label)).UTC()
}

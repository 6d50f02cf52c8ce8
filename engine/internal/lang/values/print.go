// Package values turns values of CEL into what others read: the words of a decision,
// what a person would type, and Go values, which it can turn back.
package values

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// Print gives a value in the words of a decision: timestamps as 2026-01-10 15:00 UTC,
// durations in their two largest units, lists as `a, b or c`.
func Print(v ref.Val) string {
	switch v := v.(type) {
	case types.Timestamp:
		return printTime(v.Time)
	case types.Duration:
		return printDuration(v.Duration)
	case types.String:
		return string(v)
	case types.Double:
		return printDouble(float64(v))
	case traits.Lister:
		return printList(v)
	}
	return fmt.Sprint(v.Value())
}

// printDouble writes the digits out where a person would.
func printDouble(f float64) string {
	if size := math.Abs(f); size >= 1e-6 && size < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// printTime leaves out seconds and what is less where they are zero.
func printTime(t time.Time) string {
	layout := "2006-01-02 15:04 UTC"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		layout = "2006-01-02 15:04:05.999999999 UTC"
	}
	return t.UTC().Format(layout)
}

// printDuration gives the largest unit and, where it is not zero, the next one.
func printDuration(d time.Duration) string {
	units := []struct {
		name string
		of   uint64
	}{{"d", uint64(24 * time.Hour)}, {"h", uint64(time.Hour)}, {"m", uint64(time.Minute)},
		{"s", uint64(time.Second)}, {"ms", uint64(time.Millisecond)}, {"µs", uint64(time.Microsecond)}, {"ns", 1}}
	sign, rest := "", uint64(d)
	if d < 0 {
		sign, rest = "-", -rest
	}
	for i, u := range units {
		if rest < u.of {
			continue
		}
		first := fmt.Sprint(rest/u.of, u.name)
		if i+1 < len(units) {
			if next := rest % u.of / units[i+1].of; next > 0 {
				return fmt.Sprint(sign, first, " ", next, units[i+1].name)
			}
		}
		return sign + first
	}
	return "0s"
}

func printList(l traits.Lister) string {
	var words []string
	for it := l.Iterator(); it.HasNext() == types.True; {
		words = append(words, Print(it.Next()))
	}
	if len(words) == 0 {
		return "nothing"
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Printable says whether words can show a value of the type.
func Printable(t *types.Type) bool {
	if t.Kind() == types.ListKind {
		t = t.Parameters()[0]
		if t.Kind() == types.DynKind { // of an empty list
			return true
		}
	}
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.UintKind, types.DoubleKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	}
	return false
}

package body

import (
	"encoding/json"
	"strconv"
	"time"
)

// A number below this is seconds, from it on milliseconds: as seconds it would be
// the year 5138, as milliseconds it is March 1973, so no webhook lies between.
const milliseconds = 100_000_000_000

// Instant reads a time as webhooks write it: seconds or milliseconds, as a number or
// as digits in a string, or ISO 8601 with a zone. What lies before 2004, when there
// was no Facebook yet, or after 2099 is a placeholder or a mistake and gives the zero
// time, as does what is no time at all.
func Instant(v any) (t time.Time) {
	switch v := v.(type) {
	case json.Number:
		t = epoch(v.String())
	case string:
		if t = iso(v); digits(v) {
			t = epoch(v)
		}
	}
	if t = t.UTC(); t.Year() < 2004 || t.Year() > 2099 {
		return time.Time{}
	}
	return t
}

// epoch reads a number of seconds or milliseconds. A fraction is dropped: earlier
// is the strict side.
func epoch(s string) time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f < 0 || f >= 1000*milliseconds {
			return time.Time{}
		}
		n = int64(f)
	}
	if n < milliseconds {
		return time.Unix(n, 0)
	}
	return time.UnixMilli(n)
}

func iso(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

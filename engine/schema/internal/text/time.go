package text

import (
	"strings"
	"time"
)

// Time reads RFC 3339 to the letter: the time package alone takes a comma for
// the point, hours of one digit and any offset, and drops what is finer than a
// nanosecond. What is wrong is said in words, or is "".
func Time(s string) (t time.Time, wrong string) {
	const clock = "0000-00-00T00:00:00"
	shape := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, s)
	zone, ok := strings.CutPrefix(shape, clock)
	fraction := ""
	if after, point := strings.CutPrefix(zone, "."); point {
		zone = strings.TrimLeft(after, "0")
		fraction = after[:len(after)-len(zone)]
		ok = ok && fraction != ""
	}
	switch {
	case ok && zone == "":
		return t, "time without a zone"
	case !ok || zone != "Z" && zone != "+00:00" && zone != "-00:00":
		return t, "not a time"
	case len(fraction) > 9:
		return t, "a time finer than a nanosecond"
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || zone != "Z" && s[len(s)-2] > '5' { // it takes an offset of 60 minutes
		return t, "there is no such time"
	}
	if _, offset := t.Zone(); max(offset, -offset) > 14*60*60 {
		return t, "an offset of more than 14 hours"
	}
	return t.UTC(), ""
}

package clause

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest is the word of the list that is at most so many slips away from got, in
// any case of letters, or "". Two letters or three allow one slip only.
func nearest(got string, slips int, words []string) string {
	best := ""
	for _, word := range words {
		if n := distance(strings.ToLower(got), word); n <= min(slips, max(1, len(word)-2)) {
			best, slips = word, n-1
		}
	}
	return best
}

// distance counts the slips between two words: a letter too many, one missing or
// wrong, or two neighbours exchanged.
func distance(a, b string) int {
	if len(a) > 2*len(b)+2 {
		return len(a)
	}
	if i := differ(a, b); len(a) == len(b) && i+2 <= len(a) && a[:i]+a[i+1:i+2]+a[i:i+1]+a[i+2:] == b {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// differ is where two words begin to differ.
func differ(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

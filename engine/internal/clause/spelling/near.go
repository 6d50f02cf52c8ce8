package spelling

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest is the word of the list that is at most so many slips away from got, in
// any case of letters, or "". Words of two or three letters allow one slip.
func Nearest(got string, slips int, words []string) string {
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
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) > 2*len(b)+2:
		return len(a) // far away, and perhaps a whole paragraph
	case len(a) == len(b) && i+2 <= len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]:
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// DidYouMean asks for the nearest word of the list, or gives another hint where none
// is near.
func DidYouMean(got string, words []string, otherwise string) string {
	if word := Nearest(got, 2, words); word != "" {
		return "did you mean `" + word + "`?"
	}
	return otherwise
}

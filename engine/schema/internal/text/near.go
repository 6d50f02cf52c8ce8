package text

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Near gives the one of several names that a misspelt word most likely means, or ""
// when none is near: about a third of its letters may be wrong. Case is no
// difference, two neighbours that changed places are one mistake, and of names that
// are equally near the first in the alphabet is given.
func Near(word string, among []string) string {
	word = strings.ToLower(word)
	best, least := "", (len([]rune(word))+1)/3
	for _, name := range among {
		if len(name) > 2*len(word)+1 || len(word) > 2*len(name)+1 {
			continue // never near, and not worth the time
		}
		d := distance(word, strings.ToLower(name))
		if d < least || d == least && (best == "" || name < best) {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to add, drop or replace. Of swapped neighbours it
// knows the first pair: a word with two is none that a person meant.
func distance(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	ra, rb := []rune(a), []rune(b)
	i := 0
	for i < min(len(ra), len(rb)) && ra[i] == rb[i] {
		i++
	}
	if i+1 < min(len(ra), len(rb)) && ra[i] == rb[i+1] && ra[i+1] == rb[i] {
		d = min(d, 1+levenshtein.ComputeDistance(string(ra[i+2:]), string(rb[i+2:])))
	}
	return d
}

// DidYouMean is the hint for a word that is not among those that exist.
func DidYouMean(wrong string, among []string) string {
	near := Near(wrong, among)
	switch {
	case near == "":
		return ""
	case strings.EqualFold(near, wrong):
		return "case matters: " + Word(near)
	}
	return "did you mean " + Word(near) + "?"
}

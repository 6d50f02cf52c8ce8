package schema

import "github.com/clausewise/clausewise/engine/schema/internal/text"

// Near gives the one of several names that a misspelt word most likely means, or ""
// when none is near: about a third of its letters may be wrong. Case is no difference,
// two neighbours that changed places are one mistake, and of names that are equally
// near the first in the alphabet is given.
func Near(word string, among []string) string { return text.Near(word, among) }

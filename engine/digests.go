package engine

import (
	"crypto/sha256"
	"iter"
)

// digest is what a clause file held.
type digest struct {
	path string
	sum  [sha256.Size]byte
}

func digests(files []file) (made []digest) {
	for _, raw := range files {
		made = append(made, digest{raw.path, sha256.Sum256(raw.data)})
	}
	return made
}

// Files gives the path of every clause file below the policy folder, with /, and the
// SHA-256 digest of its bytes, sorted by path.
func (p *Policy) Files() iter.Seq2[string, [sha256.Size]byte] {
	return func(yield func(string, [sha256.Size]byte) bool) {
		for _, d := range p.digests {
			if !yield(d.path, d.sum) {
				return
			}
		}
	}
}

package eval

// words are texts that clauses compare with, each with a code: any other text is known,
// and the codes of these follow.
type words struct {
	list  []string
	codes map[string]uint32 // where there are many
}

const (
	unknown uint32 = iota
	known
	firstWord
)

// fewWords is how many words are compared one by one.
const fewWords = 12

func (w *words) word(s string) uint32 {
	if w.codes != nil {
		return max(known, w.codes[s])
	}
	for i, word := range w.list {
		if s == word {
			return firstWord + uint32(i)
		}
	}
	return known
}

// size is how many codes there are.
func (w *words) size() int { return int(firstWord) + len(w.list) }

// add gives the code of a word.
func (w *words) add(word string) uint32 {
	if code := w.word(word); code != known {
		return code
	}
	w.list = append(w.list, word)
	code := uint32(w.size()) - 1
	if w.codes != nil {
		w.codes[word] = code
	} else if len(w.list) > fewWords {
		w.codes = map[string]uint32{}
		for i, word := range w.list {
			w.codes[word] = firstWord + uint32(i)
		}
	}
	return code
}

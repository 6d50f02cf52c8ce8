package clause

import "github.com/clausewise/clausewise/engine/internal/fault"

// Bare reads a text that is one expression and no clause, such as a person types it.
// Of the File only Body and Fault are of use; Body is nil where nothing but comments
// stands there, or where the text is not UTF-8.
func Bare(text string) (*File, fault.List) {
	r := &reader{File: &File{}, below: 1, lost: map[string]bool{}}
	if r.readLines([]byte(text)) {
		r.readBody()
	}
	return r.File, r.faults.Sort()
}

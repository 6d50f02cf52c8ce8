package text

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/fault"
)

// most bounds what a hostile text costs, and what a person has to read.
const most = 100

// Report collects faults. The zero Report is empty; it allocates with the first fault.
type Report struct {
	faults fault.List
	more   int
}

// Full says that no further fault will be told.
func (r *Report) Full() bool { return len(r.faults) == most }

// Fault notes what is wrong at v; a nil v is no place at all.
func (r *Report) Fault(v *Value, message, hint string) {
	if r.Full() {
		r.more++
		return
	}
	e := &fault.Error{Message: message, Hint: hint}
	if v != nil {
		e.File, e.Line, e.Col, e.Text = v.src.file, v.line, v.col, v.src.at(v.line)
	}
	if v != nil && v.width > 0 {
		e.EndCol = min(v.col+v.width, utf8.RuneCountInString(e.Text)+1)
	}
	r.faults = append(r.faults, e)
}

// Err is a fault.List in the order of the text, or nil. Its last error counts the
// faults that are not told.
func (r *Report) Err() error {
	err := r.faults.Err()
	if r.more > 0 {
		err = append(r.faults.Sort(), &fault.Error{Message: fmt.Sprintf("there are %d more faults", r.more)})
	}
	return err
}

// Word puts a word of the reader in backticks, cut to what fits a message and safe
// for a terminal.
func Word(s string) string {
	const most = 60
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > most {
			b.WriteRune('…')
			break
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '`' {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return "`" + b.String() + "`"
}

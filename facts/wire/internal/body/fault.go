package body

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is one thing that is wrong with a body, and where.
type Fault struct {
	Line, Col int    // from 1, Col in code points; 0 where there is no place
	Message   string // lower case, no period, foreign words in backticks
	Hint      string // what would help; may be empty
}

// Error gives the fault on one line: line:col: message.
func (f *Fault) Error() string {
	switch {
	case f.Line > 0 && f.Col > 0:
		return fmt.Sprintf("%d:%d: %s", f.Line, f.Col, f.Message)
	case f.Line > 0:
		return fmt.Sprintf("%d: %s", f.Line, f.Message)
	}
	return f.Message
}

// Faults is every fault of one body.
type Faults []*Fault

// Error gives one line for each fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the single faults.
func (fs Faults) Unwrap() []error {
	errs := make([]error, len(fs))
	for i, f := range fs {
		errs[i] = f
	}
	return errs
}

// Add adds one without a place.
func (fs *Faults) Add(format string, args ...any) {
	*fs = append(*fs, &Fault{Message: fmt.Sprintf(format, args...)})
}

// Plain makes foreign text fit for a line that a person reads: printable, without
// backticks, and not longer than a name needs to be.
func Plain(s string) string {
	const most = 100
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == '`' {
			return utf8.RuneError
		}
		return r
	}, s)
	if rs := []rune(s); len(rs) > most {
		return string(rs[:most]) + "…"
	}
	return s
}

// Package fault is the one form of an error that a person reads: where it is,
// what is wrong, in which words of hers, and what would help.
package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Error is one fault of a text: a clause file, a set of facts, a case.
type Error struct {
	File   string // path as the reader of the message knows it; may be empty
	Line   int    // from 1; 0 where the fault has no place, such as a missing file
	Col    int    // from 1, in code points; 0 where the whole line or file is meant
	EndCol int    // exclusive, on the same line; 0 where the end is not known

	Message string // lower case, no period, the reader's own words in backticks
	Hint    string // what would help; may be empty
	Text    string // the line itself, for the snippet; may be empty
	Warning string // the name of a warning, "" for an error
}

// Error gives the fault on one line: file:line:col: message.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:", e.Line)
	}
	if e.Line > 0 && e.Col > 0 {
		fmt.Fprintf(&b, "%d:", e.Col)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if e.Warning != "" {
		b.WriteString("warning: ")
	}
	return b.String() + e.Message
}

// Detail gives the fault with the line it is on, a caret and the hint.
func (e *Error) Detail() string {
	var b strings.Builder
	b.WriteString(e.Error())
	if e.Text != "" && e.Col > 0 {
		text, col, width := e.window()
		fmt.Fprintf(&b, "\n   %s\n   %s^%s", text, blank(text, col-1), strings.Repeat("~", width-1))
	}
	if e.Hint != "" {
		b.WriteString("\n   hint: " + e.Hint)
	}
	return b.String()
}

// window cuts a long line to what stands around the fault.
func (e *Error) window() (text string, col, width int) {
	const most, before = 100, 40
	line := []rune(strings.TrimRight(e.Text, "\r\n"))
	col, width = e.Col, max(1, e.EndCol-e.Col)
	if len(line) > most {
		from := max(0, min(col-1-before, len(line)-most))
		line, col = line[from:min(len(line), from+most)], col-from
	}
	return printable(line), col, max(1, min(width, len(line)-col+1))
}

// printable keeps the terminal of the reader safe from what a file may hold: control
// characters, and marks that turn the direction of a text.
func printable(line []rune) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, string(line))
}

// blank is n columns of white space that keep the tabs of text.
func blank(text string, n int) string {
	var b strings.Builder
	for _, r := range []rune(text)[:min(n, len([]rune(text)))] {
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	for range n - len([]rune(text)) {
		b.WriteByte(' ')
	}
	return b.String()
}

// List is every fault that one reading found. It is sorted by place once Sort or Err
// gave it.
type List []*Error

// Error gives one line for each fault.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the single faults.
func (l List) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// Sort orders by file, line, column and message, and drops what stands twice.
func (l List) Sort() List {
	slices.SortStableFunc(l, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(l, func(a, b *Error) bool {
		return a.File == b.File && a.Line == b.Line && a.Col == b.Col && a.Message == b.Message
	})
}

// HasErrors says whether a fault of the list is more than a warning.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(e *Error) bool { return e.Warning == "" })
}

// Err is the list, sorted, or nil for an empty one, so that a nil error stays nil.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l.Sort()
}

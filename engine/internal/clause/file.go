// Package clause reads the bytes of one clause file: its header, its expressions,
// its word templates, and where each of them stands. It knows the spelling of CEL,
// by the one scanner that the engine has, but not its grammar, types or names.
package clause

import (
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/fault"
)

// Effect is what happens when a clause is true.
type Effect string

// The effects. Define gives an expression a name and has no effect of its own.
const (
	Permit Effect = "permit"
	Forbid Effect = "forbid"
	Oblige Effect = "oblige"
	Advise Effect = "advise"
	Define Effect = "define"
)

// File is one clause as it is written. A value that is absent or that could not be
// read is zero; in the second case a fault says so.
type File struct {
	Path   string // as messages name it
	ID     string
	Source string // without a leading byte order mark, lines end with LF

	Title string // the first line of prose
	Prose string // the other lines, one each; an empty one between paragraphs

	Effect   Effect
	EffectAt Word
	On       []Word
	Scope    *Expr
	From     string // the value of source:
	Covers   []Word
	Since    time.Time // UTC midnight, inclusive; zero where absent
	Until    time.Time // UTC midnight, exclusive; zero where absent
	By       *Expr

	Message   []Words // the alternatives, in order
	Otherwise []Words
	Allow     *Allow

	Body *Expr

	lines  []string // of Source
	starts []int    // where they begin, in code points
}

// Word is a word of a header value and its place, in code points from 1.
type Word struct {
	Text      string
	Line, Col int
}

// Allow silences one named warning.
type Allow struct {
	Name   Word
	Reason string
}

// Words is one alternative of message or otherwise.
type Words []Part

// Part is a literal text, or a hole where Hole is not nil.
type Part struct {
	Text string
	Hole *Expr
}

// Expr is one expression of a file.
type Expr struct {
	// Text is what a CEL compiler gets. Line and column in it are those of the file:
	// for the body it is the whole file, whose header is a comment to CEL too; for
	// an expression of the header all that is not part of it is blank.
	Text      string
	Line, Col int     // of its first token
	Tokens    []Token // without comments; their places are those of the file
	Bad       bool    // faults of spelling or size are reported: compiling would only repeat them
}

// Read reads one clause file. It reports errors and warnings, sorted by place, and
// all of them up to a hundred of each. The File is nil only where nothing can be
// made of the bytes: text that is not UTF-8, or more than 1 MiB.
func Read(path, id string, data []byte) (*File, fault.List) {
	r := &reader{File: &File{Path: path, ID: id}, lost: map[string]bool{}}
	if !r.decode(data) {
		return nil, r.faults
	}
	r.refuseCharacters()
	header, rest := r.split()
	r.readHeader(header)
	r.readBody(rest)
	r.checkPresence(header)
	return r.File, r.faults.Sort()
}

// Fault makes a fault of this file: col and endCol are code points from 1, endCol
// is exclusive, and 0 where the end is not known.
func (f *File) Fault(line, col, endCol int, message, hint string) *fault.Error {
	e := &fault.Error{File: f.Path, Line: line, Col: col, EndCol: endCol, Message: message, Hint: hint}
	if line > 0 && line <= len(f.lines) {
		e.Text = f.lines[line-1]
	}
	return e
}

// reader is a File in the making.
type reader struct {
	*File
	entries  []entry
	below    int             // the first line below the header
	lost     map[string]bool // keys that stand where none is read, and are reported
	faults   fault.List
	errors   int
	warnings int
}

// most errors and most warnings that one file reports. Errors and warnings are
// counted apart, so that no error is lost behind many warnings.
const most = 100

func (r *reader) fail(line, col, endCol int, message, hint string) {
	if r.errors++; r.errors <= most {
		r.faults = append(r.faults, r.Fault(line, col, endCol, message, hint))
	}
}

func (r *reader) warn(name string, line, col, endCol int, message, hint string) {
	if r.warnings++; r.warnings <= most {
		w := r.Fault(line, col, endCol, message, hint)
		w.Warning = name
		r.faults = append(r.faults, w)
	}
}

func (r *reader) failAt(w Word, message, hint string) {
	r.fail(w.Line, w.Col, w.end(), message, hint)
}

// end is the column behind the word, or behind its first line.
func (w Word) end() int {
	first, _, _ := strings.Cut(w.Text, "\n")
	return w.Col + count(first)
}

// checkPresence reports what the whole file lacks.
func (r *reader) checkPresence(header []comment) {
	keys := len(r.entries)+len(r.lost) > 0
	switch {
	case r.Body != nil && !keys:
		r.fail(r.Body.Line, r.Body.Col, 0, "there are no header keys above the expression",
			"the header begins with a line like `//   effect: permit`")
	case r.Body != nil:
		r.requireKeys()
	case keys:
		r.requireKeys()
		last := header[len(header)-1]
		r.fail(last.line, 1, 0, "no expression after the header", "write it below the header, after a blank line")
	case strings.TrimSpace(r.Source) == "":
		r.fail(1, 1, 0, "the file is empty", "a clause is a header of comment lines, a blank line and one expression")
	default:
		r.fail(r.firstText(), 1, 0, "the file has only comments: no header keys and no expression", "")
	}
}

func (r *reader) firstText() int {
	for i, line := range r.lines {
		if strings.TrimSpace(line) != "" {
			return i + 1
		}
	}
	return 1
}

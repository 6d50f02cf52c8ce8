// Package clause reads the bytes of one clause file: its header, its expressions,
// its word templates, and where each of them stands. It knows the spelling of CEL,
// by the one scanner that the engine has, but not its grammar, types or names.
package clause

import (
	"slices"
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
	Path string // as messages name it
	ID   string
	Text string // of the whole file, without a leading byte order mark; lines end with LF

	Title string // the first line of prose
	Prose string // its other lines, with an empty one between paragraphs

	Effect    Effect
	EffectAt  Word
	On        []Word
	Scope     *Expr
	Source    string // where it comes from, in the owner's words
	Covers    []Word
	Since     time.Time // UTC midnight, inclusive
	Until     time.Time // UTC midnight, exclusive
	By        *Expr
	Message   []Words // the alternatives, in order
	Otherwise []Words
	Allow     *Allow

	Body *Expr

	lines  []string // of Text
	starts []int    // where they begin, in code points
}

// Word is a word of a header and its place, in code points from 1.
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

// Holes lists the expressions in the words of the file, in order.
func (f *File) Holes() (holes []*Expr) {
	for _, words := range slices.Concat(f.Message, f.Otherwise) {
		for _, part := range words {
			if part.Hole != nil {
				holes = append(holes, part.Hole)
			}
		}
	}
	return holes
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
	if !r.readLines(data) {
		return nil, r.faults
	}
	header, below := r.split()
	r.below = below
	r.readHeader(header)
	r.readBody()
	r.reportMissing()
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
	below int // the first line below the header
	keys  []entry
	lost  map[string]bool // keys that are reported to stand where none is read

	faults           fault.List
	errors, warnings int // that were found, also those past most
}

// most errors and most warnings that one file reports. They are counted apart, so
// that no error is lost behind many warnings.
const most = 100

func (r *reader) report(e *fault.Error) {
	n := &r.warnings
	if e.Warning == "" {
		n = &r.errors
	}
	if *n++; *n <= most {
		r.faults = append(r.faults, e)
	}
}

// fail reports an error at a word; one without a text is a place whose end nobody
// knows.
func (r *reader) fail(at Word, message, hint string) {
	r.report(r.Fault(at.Line, at.Col, at.end(), message, hint))
}

func (r *reader) warn(name string, at Word, message, hint string) {
	w := r.Fault(at.Line, at.Col, at.end(), message, hint)
	w.Warning = name
	r.report(w)
}

// end is the column behind the word, or behind its first line.
func (w Word) end() int {
	first, _, _ := strings.Cut(w.Text, "\n")
	if first == "" {
		return 0
	}
	return w.Col + count(first)
}

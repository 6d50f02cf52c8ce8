package body

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// deepest is how deep a body may nest. Meta's own nest about ten levels.
const deepest = 64

// reader reads JSON values one after the other and keeps what encoding/json lets
// pass: a key that stands twice, text that is not UTF-8.
type reader struct {
	data []byte
	dec  *json.Decoder
	odd  *Fault // the first thing that makes the value in hand unfit, though it is JSON

	seen, line, col int // an offset, and where it lies
}

func newReader(data []byte) *reader {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r := &reader{data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1, col: 1}
	r.dec.UseNumber()
	return r
}

// next is the offset at which the next value begins: what stands in between
// (white space, and in an array a comma) is passed over.
func (r *reader) next(between string) int {
	at := int(r.dec.InputOffset())
	return len(r.data) - len(bytes.TrimLeft(r.data[at:], between))
}

// place gives line and column of an offset; offsets must not go back.
func (r *reader) place(offset int) (line, col int) {
	for ; r.seen < offset; r.seen++ {
		switch c := r.data[r.seen]; {
		case c == '\n':
			r.line, r.col = r.line+1, 1
		case utf8.RuneStart(c):
			r.col++
		}
	}
	return r.line, r.col
}

// whole reads one value. The fault says why it must not be used though it is JSON.
func (r *reader) whole() (v any, odd *Fault, err error) {
	start := r.next(space + ",")
	r.odd = nil
	if v, err = r.value(0); err != nil {
		return nil, nil, r.syntax(err)
	}
	if !utf8.Valid(r.data[start:r.dec.InputOffset()]) {
		r.blame("the text is not UTF-8")
	}
	return v, r.odd, nil
}

func (r *reader) syntax(err error) error {
	f := &Fault{Message: "this is not JSON: " + err.Error()}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		f.Message = "the JSON ends too early"
	}
	f.Line, f.Col = r.place(r.next(space + ",:"))
	return f
}

func (r *reader) blame(message string) {
	if r.odd == nil {
		r.odd = &Fault{Message: message}
		r.odd.Line, r.odd.Col = r.place(int(r.dec.InputOffset()))
	}
}

func (r *reader) value(depth int) (any, error) {
	tok, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	switch {
	case tok != json.Delim('{') && tok != json.Delim('['):
		return tok, nil
	case depth == deepest:
		r.blame("the body nests too deep")
		return nil, r.skip()
	case tok == json.Delim('{'):
		return r.object(depth + 1)
	}
	return r.list(depth + 1)
}

func (r *reader) object(depth int) (any, error) {
	o := Object{}
	for r.dec.More() {
		tok, err := r.dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := tok.(string)
		if _, twice := o[key]; twice {
			r.blame("the key `" + Plain(key) + "` stands twice")
		}
		if o[key], err = r.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := r.dec.Token()
	return o, err
}

func (r *reader) list(depth int) (any, error) {
	l := []any{}
	for r.dec.More() {
		v, err := r.value(depth)
		if err != nil {
			return nil, err
		}
		l = append(l, v)
	}
	_, err := r.dec.Token()
	return l, err
}

// skip passes over the rest of a value that is open already, without recursion.
func (r *reader) skip() error {
	for open := 1; open > 0; {
		tok, err := r.dec.Token()
		if err != nil {
			return err
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
	}
	return nil
}

const space = " \t\r\n"

// One reads a text that is one JSON value and nothing else.
func One(data []byte) (any, error) {
	r := newReader(data)
	v, odd, err := r.whole()
	if err != nil {
		return nil, err
	}
	if rest := r.next(space); odd == nil && rest < len(r.data) {
		odd = &Fault{Message: "something stands after the body"}
		odd.Line, odd.Col = r.place(rest)
	}
	if odd != nil {
		return nil, odd
	}
	return v, nil
}

// Each reads the values of a text: one after the other in any layout, or in an array.
// It says of each on which line it begins, and the fault that forbids its use, if any.
// Its error means that the text is not JSON.
func Each(data []byte, take func(v any, line int, odd *Fault)) error {
	r := newReader(data)
	for at := r.next(space); at < len(r.data); at = r.next(space) {
		read := r.one
		if r.data[at] == '[' {
			read = r.elements
		}
		if err := read(take); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) one(take func(v any, line int, odd *Fault)) error {
	line, _ := r.place(r.next(space + ","))
	v, odd, err := r.whole()
	if err == nil {
		take(v, line, odd)
	}
	return err
}

func (r *reader) elements(take func(v any, line int, odd *Fault)) error {
	_, err := r.dec.Token()
	for err == nil && r.dec.More() {
		if err := r.one(take); err != nil {
			return err
		}
	}
	if _, err = r.dec.Token(); err != nil {
		return r.syntax(err)
	}
	return nil
}

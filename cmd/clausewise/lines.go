package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
)

// badLine is the answer to a line that holds no facts.
type badLine struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// each answers every line with a decision, or with what is wrong with it, in order.
func (d *decide) each(args []string) error {
	name, in := standardInput, d.in
	if len(args) > 0 && args[0] != "-" {
		f, err := open(args[0])
		if err != nil {
			return fail(exitLoad, err)
		}
		defer f.Close()
		name, in = args[0], f
	}
	l := &lines{decide: d, name: name, in: bufio.NewReaderSize(in, 64<<10), out: bufio.NewWriter(d.out)}
	l.encode = json.NewEncoder(l.out)
	l.encode.SetEscapeHTML(false)
	if err := l.answer(); err != nil {
		return err
	}
	return l.worst
}

// lines is one run over lines of facts.
type lines struct {
	*decide
	name   string
	in     *bufio.Reader
	out    *bufio.Writer
	encode *json.Encoder
	worst  error // a line without facts goes before a decision that --fail-on waits for
}

// answer hands out what it has whenever it would wait for the next line.
func (l *lines) answer() error {
	for n := 1; ; n++ {
		line, err := readLine(l.in)
		if errors.Is(err, io.EOF) {
			return l.out.Flush()
		}
		if err != nil {
			return errors.Join(l.out.Flush(), fail(exitLoad, unreadable(l.name, err)))
		}
		if err := l.encode.Encode(l.line(n, line)); err != nil {
			return err
		}
		if err := l.handOut(); err != nil {
			return err
		}
	}
}

func (l *lines) handOut() error {
	waiting, _ := l.in.Peek(l.in.Buffered())
	if bytes.IndexByte(waiting, '\n') >= 0 {
		return nil
	}
	return l.out.Flush()
}

// line gives a decision, or a badLine.
func (l *lines) line(n int, line []byte) any {
	facts, err := l.decode(line)
	if err != nil {
		l.worst = &failure{code: exitLoad}
		return badLine{n, oneLine(err)}
	}
	decision := l.policy.Decide(facts)
	if met := l.condition(decision); l.worst == nil {
		l.worst = met
	}
	return decision
}

func (l *lines) decode(line []byte) (schema.Facts, error) {
	if len(line) > schema.MaxBytes {
		return nil, errors.New(tooLarge)
	}
	v, err := schema.ParseJSON("", line)
	if err != nil {
		return nil, err
	}
	return l.policy.Schema().Decode(v, l.now())
}

// readLine gives a line without its end. Of a line that is longer than facts can be
// it keeps just enough to be refused, and none of the next line.
func readLine(in *bufio.Reader) ([]byte, error) {
	const most = schema.MaxBytes + len("\r\n") + 1
	var line []byte
	for {
		piece, err := in.ReadSlice('\n')
		line = append(line, piece[:min(most-len(line), len(piece))]...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0, err == nil:
			return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
		default:
			return nil, err
		}
	}
}

// oneLine gives every fault of a line of facts, in one line.
func oneLine(err error) string {
	var list engine.Errors
	if !errors.As(err, &list) {
		return err.Error()
	}
	text := ""
	for i, e := range list {
		if i > 0 {
			text += "; "
		}
		if e.Col > 0 {
			text += fmt.Sprintf("column %d: ", e.Col)
		}
		text += e.Message
		if e.Hint != "" {
			text += fmt.Sprintf(" (%s)", e.Hint)
		}
	}
	return text
}

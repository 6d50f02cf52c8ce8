package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

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
	in := d.in
	if len(args) > 0 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return fail(exitLoad, err)
		}
		defer f.Close()
		in = f
	}
	reader, writer := bufio.NewReaderSize(in, 64<<10), bufio.NewWriter(d.out)
	worst, err := d.answer(reader, writer)
	return errors.Join(err, fail(exitInternal, writer.Flush()), worst)
}

// answer gives the worst that happened: a line without facts goes before a decision
// that --fail-on was waiting for.
func (d *decide) answer(in *bufio.Reader, out *bufio.Writer) (worst, err error) {
	encode := json.NewEncoder(out)
	encode.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return worst, nil
		}
		if err != nil {
			return worst, fail(exitLoad, err)
		}
		decision, bad := d.line(line)
		if bad != nil {
			worst = &failure{code: exitLoad}
			err = encode.Encode(badLine{n, oneLine(bad)})
		} else {
			if met := d.condition(decision); worst == nil {
				worst = met
			}
			err = encode.Encode(decision)
		}
		if err == nil && in.Buffered() == 0 {
			err = out.Flush()
		}
		if err != nil {
			return worst, fail(exitInternal, err)
		}
	}
}

func (d *decide) line(line []byte) (engine.Decision, error) {
	v, err := schema.ParseJSON("", line)
	if err != nil {
		return engine.Decision{}, err
	}
	facts, err := d.policy.Schema().Decode(v, d.now)
	if err != nil {
		return engine.Decision{}, err
	}
	return d.policy.Decide(facts), nil
}

// readLine gives a line without its end. Of a line that is longer than facts can be
// it keeps just enough to be refused, and none of the next line.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := in.ReadSlice('\n')
		if room := schema.MaxBytes + 1 - len(line); room > 0 {
			line = append(line, piece[:min(room, len(piece))]...)
		}
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
		text += e.Message
		if e.Hint != "" {
			text += fmt.Sprintf(" (%s)", e.Hint)
		}
	}
	return text
}

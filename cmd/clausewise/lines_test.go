package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
)

const goodLine = `{"action":"label","now":"2026-01-10T15:00:00Z","platform":"messenger",` +
	`"page":{"contact_terms_accepted":true},"label":{"operation":"read"}}`

// answers runs decide --jsonl and gives for each line of its output what it says:
// the outcome, or the error.
func answers(t *testing.T, in io.Reader) (said []string, code int) {
	var out, errs bytes.Buffer
	code = run([]string{"decide", "--jsonl"}, in, &out, &errs)
	require.Empty(t, errs.String())
	for line := range strings.Lines(out.String()) {
		var answer struct {
			Outcome, Error string
			Line           int
		}
		require.NoError(t, json.Unmarshal([]byte(line), &answer), line)
		if answer.Line != 0 {
			require.Equal(t, len(said)+1, answer.Line)
		}
		said = append(said, answer.Outcome+answer.Error)
	}
	return said, code
}

// TestLines is about what a text file in a script cannot show well.
func TestLines(t *testing.T) {
	padded := strings.Repeat(" ", schema.MaxBytes-len(goodLine)) + goodLine
	for name, c := range map[string]struct {
		in   string
		said []string
		code int
	}{
		"no final newline":      {goodLine + "\n" + goodLine, []string{"permitted", "permitted"}, 0},
		"CRLF":                  {goodLine + "\r\n" + goodLine + "\r\n", []string{"permitted", "permitted"}, 0},
		"blank line":            {goodLine + "\n\n" + goodLine, []string{"permitted", "column 1: the text is empty", "permitted"}, 3},
		"blank last line":       {goodLine + "\n \n", []string{"permitted", "column 1: the text is empty"}, 3},
		"as long as facts are":  {padded + "\r\n" + goodLine, []string{"permitted", "permitted"}, 0},
		"a byte longer":         {" " + padded + "\r\n" + goodLine, []string{tooLarge, "permitted"}, 3},
		"much longer":           {strings.Repeat("9", 5<<20) + "\n" + goodLine, []string{tooLarge, "permitted"}, 3},
		"much longer, and last": {goodLine + "\n" + strings.Repeat("[", 5<<20), []string{"permitted", tooLarge}, 3},
		"not UTF-8":             {"\xff\n" + goodLine, []string{"column 1: this is not UTF-8", "permitted"}, 3},
		"nothing":               {"", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			said, code := answers(t, strings.NewReader(c.in))
			require.Equal(t, c.said, said)
			require.Equal(t, c.code, code)
		})
	}
}

// TestLinesAtOnce holds the command to answering a line before it waits for the next.
func TestLinesAtOnce(t *testing.T) {
	in, feed := io.Pipe()
	answered, out := io.Pipe()
	done := make(chan int)
	go func() { done <- run([]string{"decide", "--jsonl"}, in, out, io.Discard) }()
	replies := bufio.NewReader(answered)
	for _, piece := range []string{goodLine + "\n", goodLine + "\n" + goodLine[:10], goodLine[10:] + "\n"} {
		_, err := io.WriteString(feed, piece)
		require.NoError(t, err)
		reply, err := replies.ReadString('\n')
		require.NoError(t, err)
		require.Contains(t, reply, `"outcome":"permitted"`)
	}
	require.NoError(t, feed.Close())
	require.Zero(t, <-done)
}

func TestLinesUnreadable(t *testing.T) {
	var out, errs bytes.Buffer
	in := io.MultiReader(strings.NewReader(goodLine+"\n"), iotest.ErrReader(os.ErrDeadlineExceeded))
	require.Equal(t, exitLoad, run([]string{"decide", "--jsonl"}, in, &out, &errs))
	require.Contains(t, out.String(), `"outcome":"permitted"`)
	require.Equal(t, "clausewise: `standard input` cannot be read: i/o timeout\n", errs.String())
}

// TestClosedPipe is about a reader that has seen enough, such as head.
func TestClosedPipe(t *testing.T) {
	for _, args := range [][]string{{"list"}, {"schema"}, {"help"}, {"check"}, {"version"}, {"decide", "--jsonl"}} {
		reader, writer, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, reader.Close())
		var errs bytes.Buffer
		code := run(args, strings.NewReader(goodLine+"\n"+goodLine), writer, &errs)
		require.Equal(t, exitInternal, code, args)
		require.Equal(t, "clausewise: the output cannot be written: broken pipe\n", errs.String(), args)
		require.NoError(t, writer.Close())
	}
}

// FuzzReadLine compares with splitting the whole text at once.
func FuzzReadLine(f *testing.F) {
	for _, seed := range []string{"", "\n", "a", "a\n", "a\r\nb", "\r\r\n\n", "a\n\nb\n", strings.Repeat("x", 70) + "\ny"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var want [][]byte
		for line := range bytes.Lines(text) {
			want = append(want, bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")))
		}
		in := bufio.NewReaderSize(iotest.HalfReader(bytes.NewReader(text)), 16)
		var got [][]byte
		for {
			line, err := readLine(in)
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
			got = append(got, bytes.Clone(line))
		}
		require.Equal(t, len(want), len(got))
		for i := range want {
			require.True(t, bytes.Equal(want[i], got[i]))
		}
	})
}

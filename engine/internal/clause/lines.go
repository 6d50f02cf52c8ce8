package clause

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFile is the most bytes of a clause file.
const maxFile = 1 << 20

// readLines makes Source of the bytes, and reports the characters in it that a
// person would not see, or would see elsewhere than they stand.
func (r *reader) readLines(data []byte) bool {
	if len(data) > maxFile {
		r.fail(Word{}, "the file is larger than 1 MiB", "")
		return false
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r.Source = strings.ReplaceAll(string(data), "\r\n", "\n")
	r.lines = strings.Split(r.Source, "\n")
	at := 0
	for _, line := range r.lines {
		r.starts = append(r.starts, at)
		at += count(line) + 1
	}
	for c := start(r.Source); !c.done(); c.next() {
		here := Word{string(c.peek()), c.line, c.col}
		if c.peek() == utf8.RuneError && !c.has("\uFFFD") {
			r.fail(here, fmt.Sprintf("the byte 0x%02X is not UTF-8 text", c.text[c.at]), "save the file as UTF-8")
			return false
		}
		if what, hint := refused(c.peek()); what != "" {
			r.fail(here, fmt.Sprintf("%s (%U)", what, c.peek()), hint)
		}
	}
	return true
}

func refused(c rune) (what, hint string) {
	switch {
	case c == '\t' || c == '\n':
		return "", ""
	case c == '\r':
		return "a carriage return without a line feed", "save the file with LF or CRLF line ends"
	case c == '\uFEFF':
		return "a byte order mark inside of the file", "delete it"
	case c == '\u2028' || c == '\u2029':
		return "a separator that looks like a line end but is none", "use a plain line end"
	case c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069':
		return "a character that turns the direction of the text", "delete it, so that all see what is read"
	case unicode.IsControl(c):
		return "a control character", "delete it"
	}
	return "", ""
}

// isBlank is white space of any kind, and what shows as nothing at all.
func isBlank(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) }

func count(s string) int { return utf8.RuneCountInString(s) }

// short is a word in backticks as a message shows it: on one line, and not longer
// than fits.
func short(s string) string {
	const fits = 40
	first, _, cut := strings.Cut(s, "\n")
	if c := []rune(first); len(c) > fits {
		first, cut = string(c[:fits]), true
	}
	if cut {
		first += "…"
	}
	return "`" + first + "`"
}

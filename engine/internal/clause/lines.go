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

// decode makes Source and its lines of the bytes, if they are text.
func (r *reader) decode(data []byte) bool {
	if len(data) > maxFile {
		r.fail(0, 0, 0, "the file is larger than 1 MiB", "")
		return false
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	r.setSource(strings.ToValidUTF8(string(data), "\uFFFD"))
	if utf8.Valid(data) {
		return true
	}
	good := validPrefix(data)
	line, col := bytes.Count(data[:good], []byte("\n"))+1, utf8.RuneCount(data[bytes.LastIndexByte(data[:good], '\n')+1:good])+1
	r.fail(line, col, col+1, fmt.Sprintf("the byte 0x%02X is not UTF-8 text", data[good]), "save the file as UTF-8")
	return false
}

func (r *reader) setSource(text string) {
	r.Source = text
	r.lines = strings.Split(text, "\n")
	at := 0
	for _, line := range r.lines {
		r.starts = append(r.starts, at)
		at += count(line) + 1
	}
}

// validPrefix is how many bytes of data are UTF-8.
func validPrefix(data []byte) int {
	at := 0
	for at < len(data) {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// refuseCharacters reports what a reader of the file could not see, or would see
// elsewhere than it stands.
func (r *reader) refuseCharacters() {
	for c := start(r.Source); !c.done(); c.next() {
		if what, hint := refused(c.peek()); what != "" {
			r.fail(c.line, c.col, c.col+1, fmt.Sprintf("%s (%U)", what, c.peek()), hint)
		}
	}
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

// short is a word as a message shows it: on one line, and not longer than fits.
func short(s string) string {
	const fits = 40
	s, _, cut := strings.Cut(s, "\n")
	if c := []rune(s); len(c) > fits {
		s, cut = string(c[:fits]), true
	}
	if cut {
		s += "…"
	}
	return s
}

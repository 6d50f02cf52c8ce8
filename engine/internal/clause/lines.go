package clause

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxFile is the most bytes of a clause file.
const MaxFile = 1 << 20

// readLines makes Text and its lines of the bytes.
func (r *reader) readLines(data []byte) bool {
	if len(data) > MaxFile {
		r.fail(Word{}, "the file is larger than 1 MiB", "")
		return false
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r.Text = strings.ReplaceAll(string(data), "\r\n", "\n")
	r.lines = strings.Split(r.Text, "\n")
	offset := 0
	for _, line := range r.lines {
		r.starts = append(r.starts, offset)
		offset += count(line) + 1
	}
	for i := range r.lines {
		if !r.readCharacters(i + 1) {
			return false
		}
	}
	return true
}

// readCharacters reports the characters of a line that a person would not see, or
// would see elsewhere than they stand. False means that it is not text.
func (r *reader) readCharacters(n int) bool {
	line, col := r.lines[n-1], 0
	for i, c := range line {
		col++
		at := Word{string(c), n, col}
		if c == utf8.RuneError && !strings.HasPrefix(line[i:], "\uFFFD") {
			r.fail(at, fmt.Sprintf("the byte 0x%02X is not UTF-8 text", line[i]), "save the file as UTF-8")
			return false
		}
		if what, hint := refused(c); what != "" {
			r.fail(at, fmt.Sprintf("%s (%U)", what, c), hint)
		}
	}
	return true
}

func refused(c rune) (what, hint string) {
	switch {
	case c == '\t':
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

// at is a word of the file that stands at an offset in code points.
func (f *File) at(offset int, text string) Word {
	line := sort.SearchInts(f.starts, offset+1)
	return Word{text, line, offset - f.starts[line-1] + 1}
}

func count(s string) int { return utf8.RuneCountInString(s) }

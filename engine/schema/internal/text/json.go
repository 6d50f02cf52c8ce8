package text

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/fault"
)

// JSON reads JSON, and refuses more than others do: a repeated key, half of a
// surrogate pair, a number that no double holds, what exceeds MaxDepth or MaxBytes.
// The file only names the text in the error, which is a fault.List.
func JSON(file string, data []byte) (*Value, error) {
	s, err := newScanner(file, data)
	if err != nil {
		return nil, err
	}
	v := s.value(1)
	if v != nil && s.next() != end {
		s.broken("there is more text after the end of the facts", "")
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return v, nil
}

// scanner reads JSON. Its methods give nil after a fault that ends the reading.
type scanner struct {
	Report
	src            *source
	pos, line, col int
}

// newScanner refuses what is no text at all, be it JSON or YAML.
func newScanner(file string, data []byte) (*scanner, error) {
	if len(data) > MaxBytes {
		message := fmt.Sprintf("the text is too large: it has %d bytes, %d are the most", len(data), MaxBytes)
		return nil, fault.List{{File: file, Message: message}}
	}
	s := &scanner{src: &source{file, string(data)}, line: 1, col: 1}
	switch all := s.src.text; {
	case strings.TrimSpace(all) == "":
		s.broken("the text is empty", "")
	case strings.HasPrefix(all, "\uFEFF"):
		s.broken("the text begins with a byte order mark", "save it as UTF-8 without one")
	case !utf8.ValidString(all):
		s.skip(validPrefix(all))
		s.broken("this is not UTF-8", "")
	}
	return s, s.Err()
}

func validPrefix(s string) (n int) {
	for r, width := utf8.DecodeRuneInString(s); r != utf8.RuneError || width > 1; r, width = utf8.DecodeRuneInString(s[n:]) {
		n += width
	}
	return n
}

func (s *scanner) rest() string { return s.src.text[s.pos:] }

func (s *scanner) skip(n int) {
	for _, r := range s.rest()[:n] {
		s.col++
		if r == '\n' {
			s.line, s.col = s.line+1, 1
		}
	}
	s.pos += n
}

// end is what next gives after the last byte; no UTF-8 has this byte.
const end = 0xFF

const space = " \t\r\n"

// next skips white space and looks at the first byte after it.
func (s *scanner) next() byte {
	s.skip(len(s.rest()) - len(strings.TrimLeft(s.rest(), space)))
	if s.rest() == "" {
		return end
	}
	return s.rest()[0]
}

// here is a value whose first n bytes, ASCII all, are read with it.
func (s *scanner) here(f Form, n int) *Value {
	v := (&Value{src: s.src, line: s.line, col: s.col, width: n}).Like(f)
	v.Text = s.rest()[:n]
	s.skip(n)
	return v
}

func (s *scanner) broken(message, hint string) *Value {
	s.Fault(&Value{src: s.src, line: s.line, col: s.col}, message, hint)
	return nil
}

func (s *scanner) expected(what string) *Value {
	switch s.next() {
	case end:
		return s.broken("the text ends where "+what+" is expected", "")
	case '}', ']':
		if strings.HasSuffix(strings.TrimRight(s.src.text[:s.pos], space), ",") {
			return s.broken(what+" is expected here", "no comma stands behind the last one")
		}
	}
	return s.broken(what+" is expected here", "")
}

const plain = "+-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func (s *scanner) value(depth int) *Value {
	switch c := s.next(); {
	case (c == '{' || c == '[') && depth > MaxDepth:
		return s.broken(fmt.Sprintf("this is nested deeper than %d", MaxDepth), "")
	case c == '{':
		return s.object(depth)
	case c == '[':
		return s.array(depth)
	case c == '"':
		return s.quoted()
	}
	n := len(s.rest()) - len(strings.TrimLeft(s.rest(), plain))
	switch token := s.rest()[:n]; {
	case token == "null":
		return s.here(Null, n)
	case token == "true" || token == "false":
		return s.here(Bool, n)
	case IsNumber(token):
		v := s.here(Number, n)
		s.finite(v)
		return v
	case n > 0:
		hint := cmp.Or(DidYouMean(token, []string{"true", "false", "null"}), "text stands in double quotes, numbers are written as 12 or 1.5")
		s.Fault(s.here(String, n), Word(token)+" is no value", hint)
		return nil
	}
	return s.expected("a value")
}

func (s *scanner) object(depth int) *Value {
	v := s.here(Object, 1)
	for more := s.next() != '}'; more; more = s.comma() {
		if s.next() != '"' {
			return s.expected("a key in double quotes")
		}
		key := s.quoted()
		if key == nil {
			return nil
		}
		if s.next() != ':' {
			return s.expected("`:`")
		}
		s.skip(1)
		value := s.value(depth + 1)
		if value == nil {
			return nil
		}
		s.member(v, Member{key, value})
	}
	return s.closed(v, '}')
}

func (s *scanner) array(depth int) *Value {
	v := s.here(List, 1)
	for more := s.next() != ']'; more; more = s.comma() {
		value := s.value(depth + 1)
		if value == nil {
			return nil
		}
		v.List = append(v.List, value)
	}
	return s.closed(v, ']')
}

// comma says whether one more follows.
func (s *scanner) comma() bool {
	if s.next() != ',' {
		return false
	}
	s.skip(1)
	return true
}

func (s *scanner) closed(v *Value, by byte) *Value {
	if s.next() != by {
		return s.expected("`,` or `" + string(by) + "`")
	}
	s.skip(1)
	return v
}

// member puts a member into an object that has none of that name.
func (r *Report) member(v *Value, m Member) {
	if v.put(m) {
		return
	}
	first := v.Members[v.byKey[m.Key.Text]].Key
	r.Fault(m.Key, Word(m.Key.Text)+" stands twice", fmt.Sprintf("it stands first at %d:%d", first.line, first.col))
}

// IsNumber says whether a token is a number as JSON writes it.
func IsNumber(token string) bool {
	return token != "" && (token[0] == '-' || token[0] >= '0' && token[0] <= '9') && json.Valid([]byte(token))
}

func (r *Report) finite(v *Value) {
	if _, err := strconv.ParseFloat(v.Text, 64); err != nil {
		r.Fault(v, Word(v.Text)+" is too large a number", "")
	}
}

func (s *scanner) quoted() *Value {
	v := s.here(String, 1)
	var b strings.Builder
	for {
		n := strings.IndexFunc(s.rest(), func(r rune) bool { return r == '"' || r == '\\' || r < ' ' })
		if n < 0 {
			s.skip(len(s.rest()))
			return s.broken("the text ends inside of a string", "")
		}
		b.WriteString(s.rest()[:n])
		s.skip(n)
		switch s.rest()[0] {
		case '"':
			s.skip(1)
			v.Text, v.width = b.String(), s.col-v.col
			return v
		case '\\':
			r, length, wrong := escape(s.rest())
			if wrong != "" {
				return s.broken(wrong, "")
			}
			b.WriteRune(r)
			s.skip(length)
		default:
			return s.broken("a string cannot hold this control character as it is", "a line break is written `\\n`, a tab `\\t`")
		}
	}
}

// escape reads the escape that begins s: what it means and how many bytes it has.
func escape(s string) (r rune, length int, wrong string) {
	r, ok := unit(s)
	switch i := strings.IndexByte(`"\/bfnrt`, s[min(1, len(s)-1)]); {
	case len(s) > 1 && i >= 0:
		return rune("\"\\/\b\f\n\r\t"[i]), 2, ""
	case !ok:
		return 0, 0, "this escape means nothing"
	case !utf16.IsSurrogate(r):
		return r, 6, ""
	}
	low, _ := unit(s[6:])
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, 0, "this is half of a surrogate pair"
	}
	return r, 12, ""
}

// unit reads \u and four hexadecimal digits.
func unit(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

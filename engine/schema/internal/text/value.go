// Package text reads facts that somebody wrote, as JSON or YAML, before anything is
// known of what they should be. It keeps the place of every key and value, so that a
// fault found later can be shown where it stands, and it refuses what two readers
// could read in two ways.
package text

import "strings"

// The bounds of every text.
const (
	MaxBytes = 1 << 20 // the most bytes
	MaxDepth = 32      // the most objects and lists inside of each other
)

// Value is what a text says, whole or in part.
type Value struct {
	Form    Form
	Text    string   // of a String, what it means; of a Number or a Bool, as JSON writes it
	List    []*Value // of a List
	Members []Member // of an Object, in the order of the text; no key stands twice
	byKey   map[string]int

	src              *source
	line, col, width int // width is 0 where the end is not known
}

// Member is one key of an object, a String, and its value.
type Member struct{ Key, Value *Value }

type source struct{ file, text string }

// Form is what kind of text a value is.
type Form int

// The forms.
const (
	Null Form = iota
	Bool
	Number
	String
	List
	Object
)

// String names the form in a message.
func (f Form) String() string {
	return [...]string{"null", "a bool", "a number", "text", "a list", "an object"}[f]
}

// Like makes a value of another form, with nothing in it, at the place of v.
func (v *Value) Like(f Form) *Value {
	like := &Value{src: v.src, line: v.line, col: v.col, width: v.width, Form: f}
	if f == Object {
		like.byKey = map[string]int{}
	}
	return like
}

// Get gives the member of that name, or nil where it is absent or null: both say
// that a fact is unknown.
func (v *Value) Get(name string) *Value {
	i, ok := v.byKey[name]
	if !ok || v.Members[i].Value.Form == Null {
		return nil
	}
	return v.Members[i].Value
}

// put adds a member, unless there is one of that name.
func (v *Value) put(m Member) bool {
	if _, twice := v.byKey[m.Key.Text]; twice {
		return false
	}
	v.byKey[m.Key.Text] = len(v.Members)
	v.Members = append(v.Members, m)
	return true
}

// Merge lays over on top of v and changes neither. Objects are merged key by key; all
// else of over, null too, stands in place of what v has there.
func (v *Value) Merge(over *Value) *Value {
	if v.Form != Object || over.Form != Object {
		return over
	}
	both := v.Like(Object)
	for _, m := range v.Members {
		both.put(m)
	}
	for _, m := range over.Members {
		if !both.put(m) {
			under := &both.Members[both.byKey[m.Key.Text]]
			*under = Member{m.Key, under.Value.Merge(m.Value)}
		}
	}
	return both
}

// at gives a line of the text, without its end.
func (s *source) at(line int) string {
	rest := s.text
	for range line - 1 {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	rest, _, _ = strings.Cut(rest, "\n")
	return strings.TrimSuffix(rest, "\r")
}

// At gives the text of the scalar at a path of keys. ok is false where there is none.
func (v *Value) At(path []string) (text string, ok bool) {
	for _, key := range path {
		i, found := v.byKey[key]
		if v.Form != Object || !found {
			return "", false
		}
		v = v.Members[i].Value
	}
	return v.Text, v.Form == String || v.Form == Number || v.Form == Bool
}

package schema

import (
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema/internal/text"
)

// Error is one fault of a set of facts. Its message begins with the path of the fact,
// such as `thread.user_actions[3].at`, unless the text as a whole is meant.
type Error = fault.Error

// Errors is all faults of a set of facts, in the order of the text. It is what every
// error of this package is, but for those of New.
type Errors = fault.List

// MaxBytes is the most bytes of a text of facts.
const MaxBytes = text.MaxBytes

// Value is a text of facts that was read, and not yet held to a schema. It knows where
// every key and value stands. It is immutable.
type Value struct{ root *text.Value }

// ParseJSON reads facts as JSON. It refuses more than JSON does: repeated keys, half
// of a surrogate pair, numbers that no double holds, more than MaxBytes, and objects
// and lists nested deeper than 32. The file only names the text in the error, which
// is Errors.
func ParseJSON(file string, data []byte) (*Value, error) {
	return value(text.JSON(file, data))
}

// ParseYAML reads facts as YAML, or that part of it which says what JSON can say:
// there are no anchors, aliases, merge keys and tags, one document, and keys are text.
// Numbers are written as in JSON, and a time needs no quotes. All bounds and errors
// are those of ParseJSON.
func ParseYAML(file string, data []byte) (*Value, error) {
	return value(text.YAML(file, data))
}

func value(root *text.Value, err error) (*Value, error) {
	if err != nil {
		return nil, err
	}
	return &Value{root}, nil
}

// Merge lays the facts of over on top of v, and changes neither. A group is merged
// fact by fact; anything else that over says, a list too, stands in place of what v
// says, and null makes a fact unknown that v knows.
func (v *Value) Merge(over *Value) *Value {
	if v.root.Form != text.Object {
		return v // no facts at all, which nothing must hide from Decode
	}
	return &Value{v.root.Merge(over.root)}
}

// At gives the text of the scalar at a path of keys. ok is false where there is none.
func (v *Value) At(path ...string) (text string, ok bool) { return v.root.At(path) }

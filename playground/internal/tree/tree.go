// Package tree holds facts as JSON does, so that a part of them can be changed by its
// path before all of them are held to the schema again.
package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/clausewise/clausewise/engine/schema"
)

// Tree is a set of facts, or of what may become one. It is not changed.
type Tree struct {
	schema *schema.Schema
	node   any
}

// Of gives the tree of facts that the schema accepts.
func Of(s *schema.Schema, f schema.Facts) Tree {
	t := Tree{schema: s}
	d := json.NewDecoder(bytes.NewReader(s.Encode(f)))
	d.UseNumber()
	_ = d.Decode(&t.node) // of what Encode wrote
	return t
}

// Facts holds the tree to the schema. What is wrong has no place: nobody wrote a text.
func (t Tree) Facts() (schema.Facts, error) {
	data, err := json.Marshal(t.node)
	if err != nil {
		return nil, err
	}
	v, err := schema.ParseJSON("", data)
	if err != nil {
		return nil, placeless(err)
	}
	f, err := t.schema.Decode(v, time.Time{})
	return f, placeless(err)
}

func placeless(err error) error {
	var list schema.Errors
	if !errors.As(err, &list) {
		return err
	}
	var made schema.Errors
	for _, e := range list {
		made = append(made, &schema.Error{Message: e.Message, Hint: e.Hint})
	}
	return made
}

// With gives the tree with another value at a path such as message.kind or
// thread.user_actions[0].at; without one there, where the value is nil. The number
// behind the last element of a list adds one. ok is false where there is no such place;
// whether the schema has such facts, Facts tells.
func (t Tree) With(path string, value any) (made Tree, ok bool) {
	node, ok := put(t.node, path, value)
	return Tree{t.schema, node}, ok
}

// step is the first part of a path: a name, or the number of an element.
var step = regexp.MustCompile(`^(?:\.?([a-zA-Z_][a-zA-Z0-9_]*)|\[([0-9]{1,6})\])`)

func put(node any, path string, value any) (made any, ok bool) {
	if path == "" {
		return value, true
	}
	at := step.FindStringSubmatch(path)
	if at == nil {
		return nil, false
	}
	rest := path[len(at[0]):]
	if at[2] == "" {
		return putFact(node, at[1], rest, value)
	}
	n, _ := strconv.Atoi(at[2]) // of digits
	return putElement(node, n, rest, value)
}

func putFact(node any, name, rest string, value any) (any, bool) {
	group, ok := node.(map[string]any)
	if !ok && node != nil {
		return nil, false
	}
	below, ok := put(group[name], rest, value)
	made := map[string]any{}
	maps.Copy(made, group)
	if made[name] = below; below == nil {
		delete(made, name)
	}
	return made, ok
}

func putElement(node any, n int, rest string, value any) (any, bool) {
	list, ok := node.([]any)
	if !ok && node != nil || n > len(list) {
		return nil, false
	}
	made := append(slices.Clone(list), nil)[:max(len(list), n+1)]
	below, ok := put(made[n], rest, value)
	if made[n] = below; below == nil {
		made = slices.Delete(made, n, n+1)
	}
	return made, ok
}

// Value gives a value that an expression has as a tree does; ok is false where facts
// cannot hold it.
func Value(v any) (made any, ok bool) {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), true
	case bool, int64, uint64, float64, string:
		return v, true
	case []any:
		list := make([]any, len(v))
		for i := range v {
			if list[i], ok = Value(v[i]); !ok {
				return nil, false
			}
		}
		return list, true
	case map[any]any:
		return valueOf(v)
	}
	return nil, false
}

func valueOf(v map[any]any) (any, bool) {
	made := map[string]any{}
	for key, below := range v {
		name, isName := key.(string)
		value, ok := Value(below)
		if !ok || !isName {
			return nil, false
		}
		made[name] = value
	}
	return made, true
}

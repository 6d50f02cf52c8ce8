package body

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Object is a JSON object whose keys are all different. Its values are nil, bool,
// string, json.Number (no digit of an id is lost), []any and Object.
type Object map[string]any

// Object gives the object under key, nil where there is none.
func (o Object) Object(key string) Object { v, _ := o[key].(Object); return v }

// List gives the list under key, nil where there is none.
func (o Object) List(key string) []any { v, _ := o[key].([]any); return v }

// Text gives the string under key, "" where there is none.
func (o Object) Text(key string) string { v, _ := o[key].(string); return v }

// Keys lists the keys whose value is not null, sorted.
func (o Object) Keys() []string {
	keys := slices.Collect(maps.Keys(o))
	slices.Sort(keys)
	return slices.DeleteFunc(keys, func(key string) bool { return o[key] == nil })
}

// Said is true for what stands there and is neither null nor false: where a flag
// takes something away, a flag of a strange type takes it away too.
func (o Object) Said(key string) bool {
	v := o[key]
	return v != nil && v != false
}

// ID gives an id, which bodies write as a string or as a number, as text; "" where
// there is none. A number with a sign, a point or an exponent is no id, and neither
// is a string in which something was not UTF-8, since two such may read the same.
func (o Object) ID(key string) string {
	switch v := o[key].(type) {
	case string:
		if !strings.ContainsRune(v, utf8.RuneError) {
			return v
		}
	case json.Number:
		if digits(v.String()) {
			return v.String()
		}
	}
	return ""
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

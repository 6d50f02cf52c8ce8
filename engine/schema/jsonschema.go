package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/clausewise/clausewise/engine/schema/internal/text"
)

// JSONSchema gives the schema as a JSON Schema (2020-12) document, for editors and for
// services in other languages. It says all that the tags say: who can change a fact
// (x-by) decides what is proposed to whom, and what a log keeps of it (x-log) must not
// change unseen, so both are part of the Digest too.
//
// It is a little more lenient than Decode, since JSON Schema has no words for the
// length of a text in bytes, and leaves the format of a time to the reader.
func (s *Schema) JSONSchema() []byte {
	root := &node{Schema: "https://json-schema.org/draft/2020-12/schema", Title: "facts", Defs: map[string]*node{}}
	for _, name := range slices.Sorted(maps.Keys(s.byName)) {
		a := s.byName[name]
		n := groupNode(a.Facts)
		n.Title, n.Description = name, a.Doc
		n.Properties["action"] = &node{Const: name}
		n.Required = append([]string{"action"}, n.Required...)
		root.Defs[name] = n
		root.OneOf = append(root.OneOf, &node{Ref: "#/$defs/" + name})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic(err) // strings, numbers and what New read as JSON
	}
	return b.Bytes()
}

// node is the part of JSON Schema that facts need.
type node struct {
	Schema      string           `json:"$schema,omitempty"`
	Ref         string           `json:"$ref,omitempty"`
	Title       string           `json:"title,omitempty"`
	Description string           `json:"description,omitempty"`
	Type        any              `json:"type,omitempty"` // one, or one and null
	Const       string           `json:"const,omitempty"`
	Enum        []*string        `json:"enum,omitempty"`
	Examples    []string         `json:"examples,omitempty"`
	Format      string           `json:"format,omitempty"`
	Default     json.RawMessage  `json:"default,omitempty"`
	MinLength   int              `json:"minLength,omitempty"`
	MaxLength   int              `json:"maxLength,omitempty"`
	MaxItems    int              `json:"maxItems,omitempty"`
	By          string           `json:"x-by,omitempty"`
	Log         string           `json:"x-log,omitempty"`
	Judged      bool             `json:"x-judged,omitempty"`
	Items       *node            `json:"items,omitempty"`
	Properties  map[string]*node `json:"properties,omitempty"`
	Required    []string         `json:"required,omitempty"`
	More        *bool            `json:"additionalProperties,omitempty"`
	OneOf       []*node          `json:"oneOf,omitempty"`
	Defs        map[string]*node `json:"$defs,omitempty"`
}

func groupNode(t *Type) *node {
	n := &node{Type: "object", Properties: map[string]*node{}, More: new(false)}
	for _, f := range t.Fields {
		n.Properties[f.Name] = fieldNode(f)
		if f.demanded() {
			n.Required = append(n.Required, f.Name)
		}
	}
	slices.Sort(n.Required)
	return n
}

// demanded says whether a text has to name the fact: a group if one of its facts has
// to be there, `now` never, since whoever reads the facts may know it.
func (f *Field) demanded() bool {
	if f.Type.Kind == Group && !f.Optional {
		return slices.ContainsFunc(f.Type.Fields, (*Field).demanded)
	}
	return f.Required() && f.Path != "now"
}

func fieldNode(f *Field) *node {
	n := valueNode(f)
	n.Description, n.By, n.Log, n.Judged = f.Doc, f.By, f.Log, f.Judged
	if f.absent != nil {
		n.Default = json.RawMessage(f.Default)
		if f.absent.Form == text.String {
			n.Default, _ = json.Marshal(f.Default)
		}
	}
	if !f.demanded() {
		n.Type = []any{n.Type, "null"}
		if n.Enum != nil {
			n.Enum = append(n.Enum, nil)
		}
	}
	return n
}

// valueNode says what a fact is when it is known, which is all there is to say of an
// element of a list.
func valueNode(f *Field) *node {
	switch f.Type.Kind {
	case Group:
		return groupNode(f.Type)
	case List:
		return &node{Type: "array", MaxItems: f.Max, Items: valueNode(f.elem)}
	case Time:
		return &node{Type: "string", Format: "date-time"}
	case String:
		return textNode(f)
	}
	return &node{Type: [...]string{Bool: "boolean", Int: "integer", Double: "number"}[f.Type.Kind]}
}

func textNode(f *Field) *node {
	n := &node{Type: "string"}
	if !f.Closed {
		n.Examples, n.MaxLength = f.Words, f.Max
		if f.Required() {
			n.MinLength = 1
		}
		return n
	}
	for _, w := range f.Words {
		n.Enum = append(n.Enum, &w)
	}
	return n
}

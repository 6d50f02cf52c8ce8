package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/engine/schema"
	"go.yaml.in/yaml/v3"
)

// List gives the facts of an action that are, or are below, a path, one a line as they
// would be set, and the paths of those that are not known. An empty path means all.
func (t Tree) List(a *schema.Action, path string) (lines, unknown []string) {
	node, _ := t.node.(map[string]any)
	l := &listing{path: path}
	l.group(a.Facts, node)
	return l.lines, l.unknown
}

type listing struct {
	path           string
	lines, unknown []string
}

func (l *listing) group(t *schema.Type, node map[string]any) {
	for _, f := range t.Fields {
		switch value := node[f.Name]; {
		case f.Type.Kind == schema.Group:
			below, _ := value.(map[string]any)
			l.group(f.Type, below)
		case l.path != "" && f.Path != l.path && !strings.HasPrefix(f.Path, l.path+"."):
		case value == nil:
			l.unknown = append(l.unknown, f.Path)
		default:
			l.fact(f, value)
		}
	}
}

// fact lists a fact; of a list of groups every element.
func (l *listing) fact(f *schema.Field, value any) {
	list, isList := value.([]any)
	if !isList || f.Type.Elem.Kind != schema.Group || len(list) == 0 {
		l.lines = append(l.lines, f.Path+" = "+written(f.Type, value))
		return
	}
	for i, element := range list {
		l.lines = append(l.lines, fmt.Sprintf("%s[%d] = %s", f.Path, i, written(f.Type.Elem, element)))
	}
}

func written(t *schema.Type, value any) string {
	switch value := value.(type) {
	case string:
		if t.Kind == schema.Time {
			return value
		}
	case map[string]any:
		var facts []string
		for _, f := range t.Fields {
			if v := value[f.Name]; v != nil {
				facts = append(facts, f.Name+": "+written(f.Type, v))
			}
		}
		return "{" + strings.Join(facts, ", ") + "}"
	case []any:
		var all []string
		for _, v := range value {
			all = append(all, written(t.Elem, v))
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	data, _ := json.Marshal(value) // of JSON
	return string(data)
}

// YAML gives facts as a person writes them, without what they are where it is absent.
func YAML(s *schema.Schema, f schema.Facts) []byte {
	facts := Of(s, f).node.(map[string]any)
	doc := group(s.Action(f.Action()).Facts, facts)
	doc.Content = append([]*yaml.Node{{Kind: yaml.ScalarNode, Value: "action"}, {Kind: yaml.ScalarNode, Value: f.Action()}}, doc.Content...)
	var text bytes.Buffer
	e := yaml.NewEncoder(&text)
	e.SetIndent(2)
	_ = e.Encode(doc) // into memory
	return text.Bytes()
}

func yamlNode(t *schema.Type, value any) *yaml.Node {
	switch value := value.(type) {
	case map[string]any:
		return group(t, value)
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, element := range value {
			n.Content = append(n.Content, yamlNode(t.Elem, element))
		}
		return bare(n)
	case string:
		return scalar(t, value)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(value)}
}

func group(t *schema.Type, facts map[string]any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range t.Fields {
		if value, known := facts[f.Name]; known && !isDefault(f, value) {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: f.Name}, yamlNode(f.Type, value))
		}
	}
	return bare(n)
}

// bare writes what has nothing in it with its brackets.
func bare(n *yaml.Node) *yaml.Node {
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

// scalar leaves a text on its line, so that it breaks no file in two.
func scalar(t *schema.Type, text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	if t.Kind == schema.Time {
		return n // which needs no quotes
	}
	n.SetString(text)
	if n.Style = 0; strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func isDefault(f *schema.Field, value any) bool {
	if list, isList := value.([]any); isList {
		return f.HasDefault && len(list) == 0
	}
	return f.HasDefault && fmt.Sprint(value) == f.Default
}

package text

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// YAML reads the part of YAML that says what JSON can say, as strictly as JSON does:
// one document, no anchors, aliases, merge keys or tags, keys that are text, numbers
// as JSON writes them. Unquoted words and timestamps are text.
func YAML(file string, data []byte) (*Value, error) {
	s, err := newScanner(file, data)
	if err != nil {
		return nil, err
	}
	if i := oddBreak(s.src.text); i >= 0 {
		s.skip(i)
		s.broken("YAML ends a line here and editors do not", "end lines with a line feed, write others as an escape in double quotes")
		return nil, s.Err()
	}
	y := &nodes{src: s.src}
	v := y.document()
	if err := y.Err(); err != nil {
		return nil, err
	}
	return v, nil
}

// oddBreak finds what YAML takes for the end of a line, but not who counts lines.
func oddBreak(s string) int {
	return strings.IndexAny(strings.ReplaceAll(s, "\r\n", " \n"), "\r\u0085\u2028\u2029")
}

// nodes reads the tree that the YAML library makes.
type nodes struct {
	Report
	src *source
}

func (y *nodes) document() *Value {
	d := yaml.NewDecoder(strings.NewReader(y.src.text))
	first, err := decode(d)
	if err == nil {
		var second *yaml.Node
		if second, err = decode(d); err == nil {
			y.Fault(y.place(second), "a second document begins here, only one is read", "")
		}
	}
	switch {
	case first == nil && err == io.EOF:
		y.Fault(&Value{src: y.src, line: 1, col: 1}, "there are no facts in the text", "")
	case err != nil && err != io.EOF:
		y.broken(err)
	}
	if len(y.faults) > 0 {
		return nil
	}
	return y.value(first.Content[0], 1)
}

// decode gives the next document. Several releases of the library panicked on broken
// texts; should this one, then such a text is refused like any other.
func decode(d *yaml.Decoder) (n *yaml.Node, err error) {
	defer func() {
		if recover() != nil {
			n, err = nil, errors.New("nobody can tell what is meant")
		}
	}()
	n = new(yaml.Node)
	if err := d.Decode(n); err != nil {
		return nil, err
	}
	return n, nil
}

// broken tells a fault in the library's words, which begin with the line unless it is
// the first, and do not tell the column.
func (y *nodes) broken(err error) {
	at := &Value{src: y.src, line: 1}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		line, words, _ := strings.Cut(rest, ": ")
		at.line, _ = strconv.Atoi(line)
		message = words
	}
	hint := ""
	switch message {
	case "found character that cannot start any token":
		hint = "lines are indented by spaces, not by tabs"
	case "mapping values are not allowed in this context":
		hint = "text with a colon in it stands in quotes"
	case "did not find expected key":
		hint = "this line or the next is not indented as the others are"
	}
	y.Fault(at, "this is not YAML: "+message, hint)
}

func (y *nodes) place(n *yaml.Node) *Value {
	v := &Value{src: y.src, line: n.Line, col: n.Column, Text: n.Value}
	switch {
	case n.Kind == yaml.ScalarNode && n.Style == 0:
		v.width = utf8.RuneCountInString(n.Value)
	case n.Style&yaml.FlowStyle != 0:
		v.width = 1
	}
	return v
}

func (y *nodes) value(n *yaml.Node, depth int) *Value {
	v := y.place(n)
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		y.Fault(v, "anchors and aliases are not read", "write the value in full")
	case n.Style&yaml.TaggedStyle != 0:
		y.Fault(v, "tags such as "+Word(n.Tag)+" are not read", "leave it out; text that looks like a number stands in quotes")
	case n.Kind == yaml.ScalarNode:
		y.scalar(n, v)
	case depth > MaxDepth:
		y.Fault(v, "this is nested deeper than "+strconv.Itoa(MaxDepth), "")
	case n.Kind == yaml.SequenceNode:
		v.Form = List
		for _, elem := range n.Content {
			v.List = append(v.List, y.value(elem, depth+1))
		}
	case n.Kind == yaml.MappingNode:
		v = v.Like(Object)
		for i := 0; i+1 < len(n.Content); i += 2 {
			y.member(v, Member{y.key(n.Content[i]), y.value(n.Content[i+1], depth+1)})
		}
	}
	return v
}

func (y *nodes) key(n *yaml.Node) *Value {
	if n.Tag == "!!merge" {
		v := y.place(n)
		y.Fault(v, "merge keys are not read", "write the members in full")
		return v
	}
	before := len(y.faults)
	v := y.value(n, MaxDepth)
	if v.Form != String && len(y.faults) == before {
		y.Fault(v, "a key is text, this is "+v.Form.String(), "")
	}
	return v
}

func (y *nodes) scalar(n *yaml.Node, v *Value) {
	switch tag := n.ShortTag(); {
	case n.Style != 0:
		v.Form = String
	case tag == "!!null":
		v.Form = Null
	case tag == "!!bool":
		v.Form, v.Text = Bool, strings.ToLower(n.Value)
	case IsNumber(n.Value):
		v.Form = Number
		y.finite(v)
	case tag == "!!int" || tag == "!!float":
		y.Fault(v, Word(n.Value)+" is no number as JSON writes it", "put it in quotes if it is text")
	default:
		v.Form = String
	}
}

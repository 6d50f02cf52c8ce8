package engine

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/clausewise/clausewise/engine/internal/explain"
)

// The JSON form of an explanation, clausewise/explanation/v1. Lines and columns count
// from 1, and an end is exclusive. A line ends with a line feed, whatever the file has.

type jsonExplanation struct {
	Schema   string       `json:"schema"`
	Decision Decision     `json:"decision"`
	Summary  string       `json:"summary"`
	Clauses  []jsonClause `json:"clauses"`
}

type jsonClause struct {
	Clause   string         `json:"clause"`
	Effect   string         `json:"effect"`
	Part     string         `json:"part"`
	State    Verdict        `json:"state"`
	Scope    *jsonTerm      `json:"scope"`
	Body     *jsonTerm      `json:"body"`
	By       *jsonTerm      `json:"by"`
	Absorbed []jsonAbsorbed `json:"absorbed"`
}

type jsonTerm struct {
	File     string        `json:"file"`
	Span     jsonSpan      `json:"span"`  // in code points
	UTF16    jsonSpan      `json:"utf16"` // in code units
	Text     string        `json:"text"`
	Op       string        `json:"op"`
	Type     string        `json:"type"`
	State    explain.State `json:"state"`
	Value    any           `json:"value,omitempty"`
	Says     string        `json:"says,omitempty"`
	Error    string        `json:"error,omitempty"`
	Children []*jsonTerm   `json:"children,omitempty"`
	Elements []jsonElement `json:"elements,omitempty"`
	Omitted  int           `json:"omitted,omitempty"`
	Unread   int           `json:"unread,omitempty"`
	Define   *jsonDefine   `json:"define,omitempty"`
	Cut      bool          `json:"cut,omitempty"`
}

type jsonSpan struct {
	Line    int `json:"line"`
	Col     int `json:"col"`
	EndLine int `json:"end_line"`
	EndCol  int `json:"end_col"`
}

type jsonElement struct {
	Index    int            `json:"index"`
	Value    any            `json:"value,omitempty"`
	Facts    map[string]any `json:"facts,omitempty"`
	Settles  bool           `json:"settles,omitempty"`
	Children []*jsonTerm    `json:"children"`
}

// jsonDefine has a tree where it is read first.
type jsonDefine struct {
	Name string    `json:"name"`
	File string    `json:"file"`
	Tree *jsonTerm `json:"tree,omitempty"`
}

// jsonAbsorbed is an operand that failed, and that another one made immaterial.
type jsonAbsorbed struct {
	File  string   `json:"file"`
	Span  jsonSpan `json:"span"`
	Text  string   `json:"text"`
	Error string   `json:"error"`
}

// MarshalJSON gives the explanation in the form clausewise/explanation/v1.
func (e Explanation) MarshalJSON() ([]byte, error) {
	w := termWriter{map[string][]string{}, map[*explain.Define]bool{}}
	for _, c := range e.Decision.policy.clauses {
		w.lines[c.ID+".cel"] = strings.Split(c.Text, "\n")
	}
	j := jsonExplanation{"clausewise/explanation/v1", e.Decision, e.Summary, []jsonClause{}}
	for _, c := range e.Clauses {
		j.Clauses = append(j.Clauses, w.clause(c))
	}
	return plainJSON(j)
}

// termWriter makes terms into JSON.
type termWriter struct {
	lines map[string][]string // by file
	seen  map[*explain.Define]bool
}

func (w termWriter) clause(c Explained) jsonClause {
	j := jsonClause{c.Clause, c.Effect, c.Part, c.State, w.term(c.Scope), w.term(c.Body), w.term(c.By), []jsonAbsorbed{}}
	for _, t := range c.Absorbed() {
		j.Absorbed = append(j.Absorbed, jsonAbsorbed{t.File, span(t), t.Text, t.Error})
	}
	return j
}

func (w termWriter) term(t *Term) *jsonTerm {
	if t == nil {
		return nil
	}
	j := &jsonTerm{
		File: t.File, Span: span(t), UTF16: w.utf16(t), Text: t.Text, Op: t.Op, Type: t.Type, State: t.State,
		Says: t.Says, Error: t.Error, Children: w.terms(t.Terms), Omitted: t.Omitted, Unread: t.Unread,
		Value: value(t), Define: w.define(t.Define), Cut: t.Cut,
	}
	for _, e := range t.Elements {
		j.Elements = append(j.Elements, w.element(e))
	}
	return j
}

func (w termWriter) terms(terms []*Term) (list []*jsonTerm) {
	for _, t := range terms {
		list = append(list, w.term(t))
	}
	return list
}

func (w termWriter) element(e explain.Element) jsonElement {
	j := jsonElement{Index: e.Index, Value: exact(e.Value), Settles: e.Settles, Children: w.terms(e.Terms)}
	for _, f := range e.Facts {
		if j.Facts == nil {
			j.Facts = map[string]any{}
		}
		j.Facts[f.Text] = value(f)
	}
	return j
}

func (w termWriter) define(d *explain.Define) *jsonDefine {
	if d == nil {
		return nil
	}
	j := &jsonDefine{Name: d.Name, File: d.File}
	if !w.seen[d] {
		w.seen[d] = true
		j.Tree = w.term(d.Tree)
	}
	return j
}

func span(t *Term) jsonSpan { return jsonSpan{t.Span.Line, t.Span.Col, t.Span.EndLine, t.Span.EndCol} }

func (w termWriter) utf16(t *Term) jsonSpan {
	j := span(t)
	j.Col, j.EndCol = w.units(t.File, j.Line, j.Col), w.units(t.File, j.EndLine, j.EndCol)
	return j
}

// units counts a column in code units instead of code points.
func (w termWriter) units(file string, line, col int) int {
	text := []rune(w.lines[file][line-1])
	return len(utf16.Encode(text[:col-1])) + 1
}

// value is the value of a term. Groups have none, and are told by their facts.
func value(t *Term) any {
	if strings.Contains(t.Type, "group") {
		return nil
	}
	return exact(t.Value)
}

// exact is a value as JSON has it: an instant in RFC 3339, a length of time as Go
// writes it, and a number that JSON cannot write as text.
func exact(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case time.Duration:
		return v.String()
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v)
		}
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = exact(e)
		}
		return list
	case map[any]any:
		made := map[string]any{}
		for k, e := range v {
			made[fmt.Sprint(k)] = exact(e)
		}
		return made
	}
	return v
}

package eval

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// Three schemas for random clauses, with every kind of fact in every place.

type parcel struct {
	Now    time.Time   `json:"now"`
	Heavy  bool        `json:"heavy"`
	Fast   *bool       `json:"fast"`
	Count  int         `json:"count"`
	Limit  *int64      `json:"limit"`
	Weight float64     `json:"weight"`
	Rate   *float64    `json:"rate"`
	Note   string      `json:"note" default:""`
	From   *string     `json:"from" known:"DE,US-CA,a"`
	State  string      `json:"state" words:"new,sent,back"`
	Was    *string     `json:"was" words:"new,sent,back"`
	At     time.Time   `json:"at"`
	Due    *time.Time  `json:"due"`
	Owner  person      `json:"owner"`
	Payer  *person     `json:"payer"`
	Stops  []stop      `json:"stops" default:"[]" max:"5"`
	Maybe  []stop      `json:"maybe" max:"4"`
	Bits   []bool      `json:"bits" max:"4"`
	Sizes  []int       `json:"sizes" default:"[]" max:"5"`
	Rates  []float64   `json:"rates" max:"4"`
	Tags   []string    `json:"tags" max:"5"`
	Times  []time.Time `json:"times" max:"5"`
}

type person struct {
	Name   *string    `json:"name"`
	Adult  bool       `json:"adult"`
	Born   *time.Time `json:"born"`
	Home   home       `json:"home"`
	Office *home      `json:"office"`
}

type home struct {
	Code  string   `json:"code" default:"DE"`
	Floor *int     `json:"floor"`
	Keys  []string `json:"keys" max:"4"`
}

type stop struct {
	Kind  string    `json:"kind" known:"port,a,b"`
	At    time.Time `json:"at"`
	Hours int64     `json:"hours" default:"0"`
	Cost  *float64  `json:"cost"`
	Last  *bool     `json:"last"`
	Place *home     `json:"place"`
	Marks []int     `json:"marks" default:"[]" max:"3"`
}

func (*parcel) Action() string { return "parcel" }

type small struct {
	Word *string   `json:"word"`
	Yes  *bool     `json:"yes"`
	No   *bool     `json:"no"`
	Now  time.Time `json:"now"`
	N    *int      `json:"n"`
	List []stop    `json:"list" max:"6"`
}

func (small) Action() string { return "small" }

// variable is a name that an expression can read.
type variable struct {
	text string
	kind ir.Kind
	elem ir.Kind // of a list
	in   *schema.Type
}

// writer makes up expressions, well typed but for what only the vetting of clauses
// knows.
type writer struct {
	draw
	names []variable
	loops int
}

func newWriter(d draw, a *schema.Action) *writer {
	w := &writer{draw: d}
	w.names = w.read("", a.Facts, nil)
	return w
}

// read lists the facts of a group.
func (w *writer) read(prefix string, t *schema.Type, names []variable) []variable {
	for _, f := range t.Fields {
		path := prefix + f.Name
		switch f.Type.Kind {
		case schema.Group:
			names = w.read(path+".", f.Type, names)
		case schema.List:
			v := variable{text: path, kind: ir.ListKind, elem: kindOf(f.Type.Elem.Kind)}
			if v.elem == ir.Group {
				v.in = f.Type.Elem
			}
			names = append(names, v)
		default:
			names = append(names, variable{text: path, kind: kindOf(f.Type.Kind)})
		}
	}
	return names
}

func kindOf(k schema.Kind) ir.Kind {
	return map[schema.Kind]ir.Kind{schema.Bool: ir.Bool, schema.Int: ir.Int, schema.Double: ir.Double, schema.String: ir.String,
		schema.Time: ir.Time, schema.Group: ir.Group}[k]
}

func (w *writer) name(kind, elem ir.Kind) (variable, bool) {
	var fit []variable
	for _, v := range w.names {
		if v.kind == kind && v.elem == elem {
			fit = append(fit, v)
		}
	}
	if len(fit) == 0 {
		return variable{}, false
	}
	return one(w.draw, fit...), true
}

func scalars() []ir.Kind {
	return []ir.Kind{ir.Bool, ir.Int, ir.Double, ir.String, ir.Time, ir.Duration}
}

// expr writes an expression of a scalar kind.
func (w *writer) expr(kind ir.Kind, depth int) string {
	if v, ok := w.name(kind, 0); ok && (depth <= 0 && w.IntN(3) > 0 || w.IntN(3) == 0) {
		if strings.Contains(v.text, ".") && w.IntN(6) == 0 {
			return fmt.Sprintf("assume(%s, %s)", v.text, w.literal(kind))
		}
		return v.text
	}
	if depth <= 0 {
		return w.literal(kind)
	}
	depth--
	if w.IntN(8) == 0 {
		return fmt.Sprintf("(%s ? %s : %s)", w.expr(ir.Bool, depth), w.expr(kind, depth), w.expr(kind, depth))
	}
	if w.IntN(10) == 0 {
		return fmt.Sprintf("%s[%s]", w.list(kind, depth), one(w.draw, "0", "1", w.expr(ir.Int, depth)))
	}
	if v, ok := w.name(ir.ListKind, ir.Group); ok && w.IntN(8) == 0 {
		if path := w.fieldOf(v, kind); path != "" {
			return fmt.Sprintf("%s[%s].%s", v.text, one(w.draw, "0", "1"), path)
		}
	}
	switch kind {
	case ir.Bool:
		return w.truth(depth)
	case ir.Int:
		return w.number(depth)
	case ir.Double:
		if w.IntN(4) == 0 {
			return fmt.Sprintf("double(%s)", w.expr(ir.Int, depth))
		}
		return fmt.Sprintf("(%s %s %s)", w.expr(kind, depth), one(w.draw, "+", "-", "*", "/"), w.expr(kind, depth))
	case ir.String:
		return one(w.draw, w.literal(kind), w.literal(kind), fmt.Sprintf("(%s + %s)", w.expr(kind, depth), w.expr(kind, depth)),
			fmt.Sprintf("string(%s)", w.expr(one(w.draw, ir.Int, ir.String), depth)), fmt.Sprintf("text(%s)", w.expr(ir.Duration, depth)))
	case ir.Time:
		return w.instantOf(depth)
	}
	return w.length(depth)
}

func (w *writer) fieldOf(list variable, kind ir.Kind) string {
	var fit []string
	for _, v := range w.read("", list.in, nil) {
		if v.kind == kind {
			fit = append(fit, v.text)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return one(w.draw, fit...)
}

func (w *writer) truth(depth int) string {
	x := func(k ir.Kind) string { return w.expr(k, depth) }
	switch w.IntN(16) {
	case 0:
		return "!" + x(ir.Bool)
	case 1, 2:
		return fmt.Sprintf("(%s && %s)", x(ir.Bool), x(ir.Bool))
	case 3, 4:
		return fmt.Sprintf("(%s || %s)", x(ir.Bool), x(ir.Bool))
	case 5:
		return fmt.Sprintf("(%s && %s || !(%s || %s))", x(ir.Bool), x(ir.Bool), x(ir.Bool), x(ir.Bool))
	case 6, 7:
		k := one(w.draw, scalars()...)
		return fmt.Sprintf("(%s %s %s)", x(k), one(w.draw, "==", "!=", "<", "<=", ">", ">="), x(k))
	case 8:
		k := one(w.draw, scalars()...)
		return fmt.Sprintf("(%s in %s)", x(k), w.list(k, depth))
	case 9, 10, 11:
		return w.loop(one(w.draw, "exists", "all", "exists_one"), depth)
	case 12:
		return fmt.Sprintf("%s(%s, %s)", one(w.draw, "within", "younger"), x(ir.Time), x(ir.Duration))
	case 13:
		return fmt.Sprintf("%s.%s(%s)", x(ir.String), one(w.draw, "contains", "startsWith", "endsWith"), x(ir.String))
	case 14:
		return one(w.draw, fmt.Sprintf("%s.matches(\"^[a-e]+.?$\")", x(ir.String)), fmt.Sprintf("in_regions(%s, %s)", x(ir.String), w.list(ir.String, depth)))
	}
	dotted := slices.DeleteFunc(slices.Clone(w.names), func(v variable) bool { return !strings.Contains(v.text, ".") })
	if len(dotted) == 0 {
		return "true"
	}
	return fmt.Sprintf("has(%s)", one(w.draw, dotted...).text)
}

// loop writes a macro over a list, and a condition on its elements.
func (w *writer) loop(macro string, depth int) string {
	elem := one(w.draw, append(scalars(), ir.Group, ir.Group, ir.Group, ir.Group)...)
	list, in := w.listOf(elem, depth)
	name, names := fmt.Sprintf("v%d", w.loops), w.names
	w.loops++
	w.names = append(slices.Clone(names), w.element(name, elem, in)...)
	condition := w.expr(ir.Bool, depth)
	w.names = names
	return fmt.Sprintf("%s.%s(%s, %s)", list, macro, name, condition)
}

func (w *writer) element(name string, elem ir.Kind, in *schema.Type) []variable {
	if elem != ir.Group {
		return []variable{{text: name, kind: elem}, {text: name, kind: elem}, {text: name, kind: elem}}
	}
	made := w.read(name+".", in, nil)
	return append(append(made, made...), made...)
}

// listOf writes a list and says of which group its elements are.
func (w *writer) listOf(elem ir.Kind, depth int) (string, *schema.Type) {
	if elem != ir.Group {
		return w.list(elem, depth), nil
	}
	v, ok := w.name(ir.ListKind, ir.Group)
	if !ok {
		return "[true]", nil
	}
	if w.IntN(4) > 0 || depth <= 0 {
		return v.text, v.in
	}
	name, names := fmt.Sprintf("v%d", w.loops), w.names
	w.loops++
	w.names = append(slices.Clone(names), w.element(name, elem, v.in)...)
	condition := w.expr(ir.Bool, depth-1)
	w.names = names
	return fmt.Sprintf("%s.filter(%s, %s)", v.text, name, condition), v.in
}

// list writes a list of scalars.
func (w *writer) list(elem ir.Kind, depth int) string {
	v, ok := w.name(ir.ListKind, elem)
	switch n := w.IntN(10); {
	case ok && n < 4:
		return v.text
	case n < 5 && depth > 0:
		return fmt.Sprintf("(%s + %s)", w.list(elem, depth-1), w.list(elem, depth-1))
	case n < 8 && depth > 0:
		of := one(w.draw, append(scalars(), ir.Group, ir.Group, ir.Group)...)
		list, in := w.listOf(of, depth-1)
		name, names := fmt.Sprintf("v%d", w.loops), w.names
		w.loops++
		w.names = append(slices.Clone(names), w.element(name, of, in)...)
		condition, value := "", w.expr(elem, depth-1)
		if w.IntN(3) == 0 {
			condition = w.expr(ir.Bool, depth-1) + ", "
		}
		w.names = names
		return fmt.Sprintf("%s.map(%s, %s%s)", list, name, condition, value)
	}
	var elems []string
	for range 1 + w.IntN(3) {
		elems = append(elems, w.expr(elem, min(depth-1, 0)))
	}
	return "[" + strings.Join(elems, ", ") + "]"
}

func (w *writer) number(depth int) string {
	switch w.IntN(8) {
	case 0:
		return fmt.Sprintf("size(%s)", w.expr(ir.String, depth))
	case 1:
		return fmt.Sprintf("%s.size()", w.list(one(w.draw, scalars()...), depth))
	case 2:
		return fmt.Sprintf("int(%s)", w.expr(one(w.draw, ir.Double, ir.Time, ir.Duration, ir.Int), depth))
	case 3:
		return fmt.Sprintf("%s.%s(%s)", w.expr(ir.Time, depth), one(w.draw, "getFullYear", "getMonth", "getDayOfYear", "getDayOfMonth",
			"getDate", "getDayOfWeek", "getHours", "getMinutes", "getSeconds", "getMilliseconds"), one(w.draw, "", "", `"Europe/Berlin"`, `"UTC"`, `"+02:30"`))
	case 4:
		return one(w.draw, fmt.Sprintf("-(%s)", w.expr(ir.Int, depth)), fmt.Sprintf("(%s).%s()", w.expr(ir.Duration, depth), one(w.draw, "getHours", "getMinutes", "getSeconds")))
	}
	return fmt.Sprintf("(%s %s %s)", w.expr(ir.Int, depth), one(w.draw, "+", "-", "*", "/", "%"), w.expr(ir.Int, depth))
}

func (w *writer) instantOf(depth int) string {
	switch w.IntN(8) {
	case 0:
		return fmt.Sprintf("latest(%s)", w.list(ir.Time, depth))
	case 1:
		return fmt.Sprintf("business_days_after(%s, %s)", w.expr(ir.Time, depth), one(w.draw, "0", "1", "3", w.expr(ir.Int, 0)))
	case 2:
		return fmt.Sprintf("timestamp(%s)", one(w.draw, w.expr(ir.Int, depth), w.expr(ir.Time, depth)))
	case 3:
		return fmt.Sprintf("(%s + %s)", w.expr(ir.Duration, depth), w.expr(ir.Time, depth))
	}
	return fmt.Sprintf("(%s %s %s)", w.expr(ir.Time, depth), one(w.draw, "+", "-"), w.expr(ir.Duration, depth))
}

func (w *writer) length(depth int) string {
	switch w.IntN(6) {
	case 0:
		return fmt.Sprintf("-(%s)", w.expr(ir.Duration, depth))
	case 1, 2:
		return fmt.Sprintf("(%s - %s)", w.expr(ir.Time, depth), w.expr(ir.Time, depth))
	case 3:
		return fmt.Sprintf("%s(%s)", one(w.draw, "seconds", "minutes", "hours", "days"), w.expr(ir.Int, depth))
	}
	return fmt.Sprintf("(%s %s %s)", w.expr(ir.Duration, depth), one(w.draw, "+", "-"), w.expr(ir.Duration, depth))
}

func (w *writer) literal(kind ir.Kind) string {
	switch kind {
	case ir.Bool:
		return one(w.draw, "true", "false")
	case ir.Int:
		return one(w.draw, "0", "1", "2", "3", "-1", "7", "9223372036854775807", "-9223372036854775808", "4611686018427387904")
	case ir.Double:
		return one(w.draw, "0.0", "-0.0", "1.0", "2.5", "-1.0", "1e300", "9.3e18", "0.5")
	case ir.String:
		return one(w.draw, `""`, `"DE"`, `"US"`, `"DE-BY"`, `"a"`, `"ab"`, `"new"`, `"sent"`, `"port"`, `"é"`, `"b"`, `"de"`)
	case ir.Time:
		return one(w.draw, "now", `timestamp("0001-01-01T00:00:00Z")`, `timestamp("9999-12-31T23:59:59.999999999Z")`, `timestamp("2026-01-10T15:00:00.5Z")`,
			`timestamp("1969-12-31T23:59:59.25Z")`)
	}
	return one(w.draw, "days(7)", "hours(24)", "seconds(0)", "seconds(-30)", `duration("36h")`, `duration("1ns")`, `duration("-0.5s")`, "days(106751)",
		`duration("9223372036.854775807s")`, `duration("-9223372036.854775808s")`)
}

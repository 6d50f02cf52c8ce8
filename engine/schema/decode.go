package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/schema/internal/text"
)

// Decode holds a text of facts to the schema and gives a pointer to the struct of its
// action. The time is what a text without `now` is about; a zero time makes `now`
// required. All times come back in UTC. The error is Errors, all of them.
func (s *Schema) Decode(v *Value, now time.Time) (Facts, error) {
	d := &decoder{now: now}
	a := d.action(s, v.root)
	if a == nil {
		return nil, d.Err()
	}
	facts := reflect.New(a.goType)
	d.group(a.Facts, "", v.root, facts.Elem())
	if err := d.Err(); err != nil {
		return nil, err
	}
	return facts.Interface().(Facts), nil
}

type decoder struct {
	walk
	now time.Time
}

func (d *decoder) action(s *Schema, v *text.Value) *Action {
	if v.Form != text.Object {
		d.Fault(v, "facts are an object with an `action`, this is "+v.Form.String(), "")
		return nil
	}
	f := &Field{Path: "action", Type: &Type{Kind: String}, Words: slices.Sorted(maps.Keys(s.byName)), Closed: true}
	switch name := v.Get("action"); {
	case name == nil:
		d.wrong(v, f.Path, "missing", f.hint())
	case name.Form != text.String:
		d.misfit(f, name)
	default:
		if a := s.byName[name.Text]; a != nil {
			return a
		}
		d.wrong(name, f.Path, "there is no action "+text.Word(name.Text), text.DidYouMean(name.Text, f.Words))
	}
	return nil
}

func (d *decoder) group(t *Type, path string, v *text.Value, to reflect.Value) {
	for _, m := range v.Members {
		if name := m.Key.Text; t.byName[name] == nil && (path != "" || name != "action") {
			d.wrong(m.Key, join(path, name), "there is no such fact", d.near(t, name))
		}
	}
	for _, f := range t.Fields {
		d.field(f, v, to.Field(f.index))
	}
}

// near is the hint for an unknown fact, as long as it is told at all.
func (d *decoder) near(t *Type, name string) string {
	if d.Full() {
		return ""
	}
	return text.DidYouMean(name, slices.Collect(maps.Keys(t.byName)))
}

func (d *decoder) field(f *Field, in *text.Value, to reflect.Value) {
	v := in.Get(f.Name)
	switch {
	case v != nil:
		d.known(f, v, to)
	case f.HasDefault:
		d.known(f, f.absent, to)
	case f.Path == "now" && !d.now.IsZero():
		d.instant(f, nil, d.now)
		to.Set(reflect.ValueOf(d.now.UTC().Round(0))) // no monotonic clock
	case f.Type.Kind == Group && !f.Optional:
		d.group(f.Type, f.Path, in.Like(text.Object), to)
	case !f.Optional:
		d.wrong(in, f.Path, "missing", f.hint())
	}
}

func (d *decoder) known(f *Field, v *text.Value, to reflect.Value) {
	if v.Form != f.Type.Kind.form() {
		d.misfit(f, v)
		return
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	switch f.Type.Kind {
	case Group:
		d.group(f.Type, f.Path, v, to)
	case List:
		d.list(f, v, to)
	case Bool:
		to.SetBool(v.Text == "true")
	case Int:
		d.int(f, v, to)
	case Double:
		n, _ := strconv.ParseFloat(v.Text, 64) // which the text was held to already
		to.SetFloat(n)
	case String:
		d.words(f, v, v.Text)
		to.SetString(v.Text)
	case Time:
		d.time(f, v, to)
	}
}

func (d *decoder) list(f *Field, v *text.Value, to reflect.Value) {
	if !d.length(f, v, len(v.List)) {
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(v.List), len(v.List)))
	d.inside(len(v.List), func(i int) { d.known(f.elem, v.List[i], to.Index(i)) })
}

func (d *decoder) int(f *Field, v *text.Value, to reflect.Value) {
	n, err := strconv.ParseInt(v.Text, 10, 64)
	switch {
	case strings.ContainsAny(v.Text, ".eE"):
		d.wrong(v, f.Path, "must be a whole number, written without fraction and exponent", "")
	case err != nil || to.OverflowInt(n):
		d.wrong(v, f.Path, fmt.Sprintf("is too large, %d bits are the most", to.Type().Bits()), "")
	default:
		to.SetInt(n)
	}
}

func (d *decoder) time(f *Field, v *text.Value, to reflect.Value) {
	t, wrong := text.Time(v.Text)
	if wrong != "" {
		d.wrong(v, f.Path, wrong, f.hint())
		return
	}
	d.instant(f, v, t)
	to.Set(reflect.ValueOf(t))
}

// form is how a fact of that kind is written.
func (k Kind) form() text.Form {
	return [...]text.Form{Bool: text.Bool, Int: text.Number, Double: text.Number,
		String: text.String, Time: text.String, Group: text.Object, List: text.List}[k]
}

// misfit notes a value of another kind than that of the fact.
func (d *decoder) misfit(f *Field, v *text.Value) {
	needs := [...]string{Bool: "true or false", Int: "a whole number", Double: "a number",
		String: "text", Time: "a time", Group: "an object", List: "a list"}[f.Type.Kind]
	hint, form := f.hint(), f.Type.Kind.form()
	switch {
	case v.Form == text.String && (form == text.Number && text.IsNumber(v.Text) || form == text.Bool && (v.Text == "true" || v.Text == "false")):
		hint = "leave the quotes out"
	case f.Type.Kind == String && (v.Form == text.Number || v.Form == text.Bool):
		hint = "put it in quotes"
	}
	d.wrong(v, f.Path, "must be "+needs+", this is "+v.Form.String(), hint)
}

package lang

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// show gives a value to somebody who asked for it: what words leave out, such as the
// quotes of a text and what is small in a length of time, is there.
func show(v ref.Val) string {
	switch v := v.(type) {
	case types.String:
		return strconv.Quote(string(v))
	case types.Bytes:
		return "b" + strconv.Quote(string(v))
	case types.Duration:
		return showDuration(v)
	case *group:
		return v.show()
	case traits.Mapper:
		return showMap(v)
	case traits.Lister:
		return "[" + strings.Join(each(v, show), ", ") + "]"
	}
	return Print(v)
}

func each(walked traits.Iterable, show func(ref.Val) string) (texts []string) {
	for it := walked.Iterator(); it.HasNext() == types.True; {
		texts = append(texts, show(it.Next()))
	}
	return texts
}

// showMap sorts the entries, which come in any order.
func showMap(m traits.Mapper) string {
	entries := each(m, func(key ref.Val) string { return show(key) + ": " + show(m.Get(key)) })
	slices.Sort(entries)
	return "{" + strings.Join(entries, ", ") + "}"
}

// showDuration adds the exact length where two units do not say all of it.
func showDuration(d types.Duration) string {
	text := printDuration(d.Duration)
	if rest := d.Duration % smallest(text); rest != 0 {
		text += " (exactly " + d.Duration.String() + ")"
	}
	return text
}

// smallest is the smallest unit that a printed length of time names.
func smallest(text string) time.Duration {
	unit := strings.TrimLeft(text[strings.LastIndexByte(text, ' ')+1:], "-0123456789")
	if unit == "d" {
		return 24 * time.Hour
	}
	length, _ := time.ParseDuration("1" + unit) // of units that Go names alike
	return length
}

// show gives the known facts of a group.
func (g *group) show() string {
	var facts []string
	for name, v := range g.known() {
		facts = append(facts, name+": "+show(v))
	}
	return "{" + strings.Join(facts, ", ") + "}"
}

// known walks over the facts of a group that are known.
func (g *group) known() iter.Seq2[string, ref.Val] {
	return func(yield func(string, ref.Val) bool) {
		for _, name := range g.typ.names {
			v, err := g.typ.fields[name].value(g)
			if err == nil && !yield(name, v) {
				return
			}
		}
	}
}

// goValue gives a value as a Go value, groups of facts too.
func goValue(v ref.Val) any {
	switch v := v.(type) {
	case *group:
		made := map[any]any{}
		for name, fact := range v.known() {
			made[name] = goValue(fact)
		}
		return made
	case traits.Lister:
		made := []any{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			made = append(made, goValue(it.Next()))
		}
		return made
	}
	return native(v)
}

package values

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// Show gives a value to somebody who asked for it: what words leave out, such as the
// quotes of a text and what is small in a length of time, is there.
func Show(v ref.Val) string {
	switch v := v.(type) {
	case types.String:
		return strconv.Quote(string(v))
	case types.Bytes:
		return "b" + strconv.Quote(string(v))
	case types.Duration:
		return showDuration(v)
	case *vocab.Group:
		return showGroup(v)
	case traits.Mapper:
		return showMap(v)
	case traits.Lister:
		return "[" + strings.Join(each(v, Show), ", ") + "]"
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
	entries := each(m, func(key ref.Val) string { return Show(key) + ": " + Show(m.Get(key)) })
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

// showGroup gives the known facts of a group.
func showGroup(g *vocab.Group) string {
	var facts []string
	for name, v := range g.Known() {
		facts = append(facts, name+": "+Show(v))
	}
	return "{" + strings.Join(facts, ", ") + "}"
}

package eval

import (
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/schema"
)

// limits are those that the schema sets to the facts of one Go struct, and of the
// structs in it: what schema.Verify says with words, told by yes or no.
type limits struct {
	times   []route
	doubles []route
	texts   []textLimit
	lists   []listLimit
}

type textLimit struct {
	route
	textBounds
}

type textBounds struct {
	least, most int
	words       []string // where no others are accepted
}

type listLimit struct {
	route
	most int
	size uintptr // of an element
	each limits
}

// add adds the limits of a group that the fields lead to. Texts for which known says
// so are left out.
func (l *limits) add(in reflect.Type, to []*schema.Field, t *schema.Type, known func(*schema.Field) bool) {
	for _, f := range t.Fields {
		path := append(to[:len(to):len(to)], f)
		r := routeTo(in, path)
		switch f.Type.Kind {
		case schema.Group:
			l.add(in, path, f.Type, known)
		case schema.List:
			l.lists = append(l.lists, newListLimit(r, f))
		default:
			if !known(f) {
				l.addScalar(r, f)
			}
		}
	}
}

func (l *limits) addScalar(r *route, f *schema.Field) {
	switch f.Type.Kind {
	case schema.String:
		l.texts = append(l.texts, textLimit{*r, boundsOf(f)})
	case schema.Double:
		l.doubles = append(l.doubles, *r)
	case schema.Time:
		l.times = append(l.times, *r)
	}
}

func newListLimit(r *route, f *schema.Field) listLimit {
	is := r.is.Elem()
	made := listLimit{route: *r, most: f.Max, size: is.Size()}
	if f.Type.Elem.Kind == schema.Group {
		made.each.add(is, nil, f.Type.Elem, func(*schema.Field) bool { return false })
	} else {
		made.each.addScalar(&route{kind: f.Type.Elem.Kind, is: is}, f.Elem())
	}
	return made
}

func boundsOf(f *schema.Field) textBounds {
	b := textBounds{most: f.Max}
	if f.Required() {
		b.least = 1
	}
	if f.Closed {
		b.words = f.Words
	}
	return b
}

func (b *textBounds) hold(s string) bool {
	if b.words != nil && !slices.Contains(b.words, s) {
		return false
	}
	return len(s) >= b.least && len(s) <= b.most && (isASCII(s) || utf8.ValidString(s))
}

func isASCII(s string) bool {
	all := byte(0)
	for i := range len(s) {
		all |= s[i]
	}
	return all < utf8.RuneSelf
}

// hold says whether all facts of a struct are within their limits.
func (l *limits) hold(p place) bool {
	for i := range l.times {
		if at := l.times[i].find(p); at != nil && !soundTime(timeAt(at)) {
			return false
		}
	}
	for i := range l.texts {
		if at := l.texts[i].find(p); at != nil && !l.texts[i].textBounds.hold(textAt(at)) {
			return false
		}
	}
	for i := range l.doubles {
		if at := l.doubles[i].find(p); at != nil && doubleAt(at)-doubleAt(at) != 0 { // not a number, or without end
			return false
		}
	}
	for i := range l.lists {
		if at := l.lists[i].find(p); at != nil && !l.lists[i].holdEach(at) {
			return false
		}
	}
	return true
}

func (l *listLimit) holdEach(list place) bool {
	n := lengthAt(list)
	if n > l.most {
		return false
	}
	for i := range n {
		if !l.each.hold(elementAt(list, i, l.size)) {
			return false
		}
	}
	return true
}

const (
	firstSound = -9214560000 // 1678-01-01
	endSound   = 9214646400  // 2262-01-01
)

// soundTime holds a time to the years of facts; the zero time is not in them.
func soundTime(t value) bool { return t.n >= firstSound && t.n < endSound }

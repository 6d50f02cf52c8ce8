package explain

import (
	"math"
	"time"
)

// measure notes by how much a term that is false missed. Of several terms below the one
// that missed by the least counts.
func (p place) measure(t *Term) {
	if t.State != False {
		return
	}
	switch t.Op {
	case "==", "<", "<=", ">", ">=":
		t.missed(Apart(t.Terms[0].Value, t.Terms[1].Value))
	case "within", "younger":
		if age, ok := Age(p.now, t.Terms[0].Value); ok {
			t.missed(Apart(age, t.Terms[1].Value))
		}
	case "&&", "||", "define", "exists", "all":
		for _, c := range t.Below() {
			if c.State == False && c.Miss != nil {
				t.missed(*c.Miss, t.Miss == nil || *c.Miss < *t.Miss)
			}
		}
	}
}

func (t *Term) missed(d time.Duration, ok bool) {
	if ok {
		t.Miss = &d
	}
}

// Age is how long before now an instant was. ok is false where it is later, and where
// nobody can count that far.
func Age(now time.Time, instant any) (age time.Duration, ok bool) {
	age, ok = Apart(now, instant)
	return age, ok && !instant.(time.Time).After(now)
}

// Apart is how far two instants or two lengths of time are from each other. ok is false
// for other values, and where nobody can count that far.
func Apart(a, b any) (d time.Duration, ok bool) {
	switch a := a.(type) {
	case time.Time:
		b, isTime := b.(time.Time)
		d = a.Sub(b)
		ok = isTime && b.Add(d).Equal(a)
	case time.Duration:
		b, isLength := b.(time.Duration)
		d = a - b
		ok = isLength && (d > 0) == (a > b) && d != math.MinInt64
	}
	return d.Abs(), ok
}

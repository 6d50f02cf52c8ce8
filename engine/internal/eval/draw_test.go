package eval

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/schema"
)

// draw makes up facts of any schema. Instants lie about the limits of the shipped
// pack before now, numbers about the ends of what an int64 holds, and every fact that
// may be unknown is so now and then.
type draw struct {
	*rand.Rand
	now     time.Time
	unknown float64
	wild    bool // now and then a fact is out of its limits
}

func newDraw(seed uint64) draw {
	d := draw{Rand: rand.New(rand.NewPCG(seed, 5)), unknown: 0.15}
	d.now = time.Date(2024+d.IntN(5), time.Month(1+d.IntN(12)), 1+d.IntN(28), d.IntN(24), d.IntN(60), d.IntN(60), one(d, 0, d.IntN(1e9)), time.UTC)
	if d.IntN(4) == 0 {
		d.unknown = one(d, 0, 0.5, 0.95)
	}
	return d
}

func one[T any](d draw, from ...T) T { return from[d.IntN(len(from))] }

// facts makes up facts of an action: a pointer to its struct.
func (d draw) facts(a *schema.Action) schema.Facts {
	made := reflect.New(a.GoType())
	d.group(a.Facts, made.Elem())
	made.Elem().Field(a.Facts.Field("now").Index()).Set(reflect.ValueOf(d.now))
	return made.Interface().(schema.Facts)
}

func (d draw) group(t *schema.Type, into reflect.Value) {
	for _, f := range t.Fields {
		v := into.Field(f.Index())
		if f.Optional && d.Float64() < d.unknown {
			continue
		}
		if v.Kind() == reflect.Pointer {
			v.Set(reflect.New(v.Type().Elem()))
			v = v.Elem()
		}
		d.value(f, v)
	}
}

func (d draw) value(f *schema.Field, v reflect.Value) {
	if d.wild && d.IntN(20) == 0 && d.beyond(f, v) {
		return
	}
	switch f.Type.Kind {
	case schema.Group:
		d.group(f.Type, v)
	case schema.List:
		n := min(f.Max, one(d, 0, 1, 1, 2, 3, 5))
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.value(f.Elem(), v.Index(i))
		}
	case schema.Bool:
		v.SetBool(d.IntN(2) == 0)
	case schema.Int:
		v.SetInt(one(d, 0, 0, 1, 1, 2, 3, 7, -1, 10, math.MaxInt64, math.MinInt64, d.Int64()))
	case schema.Double:
		v.SetFloat(one(d, 0, 1, -1, 0.5, 2.5, 1e300, -1e300, math.Copysign(0, -1), d.NormFloat64()))
	case schema.String:
		v.SetString(d.text(f))
	case schema.Time:
		v.Set(reflect.ValueOf(d.instant()))
	}
}

// beyond makes up what is out of the limits of a fact, or on the edge of them.
func (d draw) beyond(f *schema.Field, v reflect.Value) bool {
	switch f.Type.Kind {
	case schema.List:
		v.Set(reflect.MakeSlice(v.Type(), f.Max+d.IntN(2), f.Max+1))
		for i := range v.Len() {
			d.value(f.Elem(), v.Index(i))
		}
	case schema.Double:
		v.SetFloat(one(d, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64))
	case schema.String:
		v.SetString(one(d, "", "\xff", "caf\xc3", "sent ", strings.Repeat("a", f.Max), strings.Repeat("a", f.Max+1), "é"))
	case schema.Time:
		v.Set(reflect.ValueOf(one(d, time.Time{}, time.Unix(0, 0), time.Date(1678, 1, 1, 0, 0, 0, -1, time.UTC), time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC),
			time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2262, 1, 1, 0, 0, 0, -1, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC))))
	default:
		return false
	}
	return true
}

func (d draw) text(f *schema.Field) string {
	if f.Closed || len(f.Words) > 0 && d.IntN(8) > 0 {
		return one(d, f.Words...)
	}
	free := []string{"DE", "DE-BY", "de", "US", "US-CA", "FR", "a", "ab", "b", "é", "HUMAN_AGENT", "ACCOUNT_UPDATE",
		"POST_PURCHASE_UPDATE", "NON_PROMOTIONAL_SUBSCRIPTION", "human_agent", "poke", "ß-1"}
	if !f.Required() {
		free = append(free, "", "")
	}
	return one(d, free...)
}

func (d draw) instant() time.Time {
	const day = 24 * time.Hour
	limit := one(d, 30*time.Second, 12*time.Hour, day, 7*day, 365*day)
	switch d.IntN(10) {
	case 0, 1:
		return d.now.Add(-limit + one(d, 0, 1, -1, time.Second))
	case 2:
		return d.now.Add(one(d, 0, 1, time.Hour, day))
	case 3:
		return one(d, time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2261, 12, 31, 23, 59, 59, 999999999, time.UTC),
			d.now.In(time.FixedZone("", 3600)), time.Now().Add(-time.Hour), time.Unix(0, 0))
	}
	return d.now.Add(-time.Duration(d.Int64N(int64(2 * limit))))
}

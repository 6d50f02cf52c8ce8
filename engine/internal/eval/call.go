package eval

import (
	"math"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// test compiles a function that answers yes or no.
func (c *compiler) test(n *ir.Node) cond {
	switch n.Func {
	case "within":
		return c.aged(n, func(age, d int64) bool { return age <= d })
	case "younger":
		return c.aged(n, func(age, d int64) bool { return age < d })
	case "contains", "startsWith", "endsWith":
		ask := map[string]func(s, part string) bool{"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix}[n.Func]
		return both(c.expr(n.Args[0]), c.expr(n.Args[1]), func(s, part value) tri { return truth(ask(s.text(), part.text())) })
	case "in_regions":
		return both(c.expr(n.Args[0]), c.expr(n.Args[1]), inRegions)
	case "matches":
		if pattern, ok := n.Args[1].Const.(string); ok {
			return c.matches(n, pattern)
		}
	}
	c.fail(n, "`"+n.Func+"` is called")
	return nil
}

func (c *compiler) matches(n *ir.Node, pattern string) cond {
	re, err := regexp.Compile(pattern)
	if err != nil {
		c.fail(n, "this pattern cannot be compiled")
		return nil
	}
	x := c.expr(n.Args[0])
	return func(f *frame) tri {
		s, ok := x(f)
		if !ok {
			return fails
		}
		return truth(re.MatchString(s.text()))
	}
}

// aged compares the age of an instant; one after now has none.
func (c *compiler) aged(n *ir.Node, young func(age, d int64) bool) cond {
	slot, r, isFact := c.direct(n.Args[0])
	limit, isConst := c.constant(n.Args[1])
	if isFact && isConst {
		return func(f *frame) tri {
			p := r.find(f.slots[slot].p)
			if p == nil {
				return fails
			}
			a, ok := age(f.now, timeAt(p))
			return truth(ok && young(a, limit.n))
		}
	}
	t, d := c.expr(n.Args[0]), c.expr(n.Args[1])
	return func(f *frame) tri {
		at, ok := t(f)
		if !ok {
			return fails
		}
		limit, ok := d(f)
		if !ok {
			return fails
		}
		a, ok := age(f.now, at)
		return truth(ok && young(a, limit.n))
	}
}

// inRegions says whether a code is, or lies in, or may lie in one of the regions.
func inRegions(code, regions value) tri {
	for _, r := range regions.list() {
		if sameRegion(code.text(), r.text()) {
			return yes
		}
	}
	return no
}

// sameRegion compares codes in upper case, letter by letter.
func sameRegion(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if unicode.ToUpper(x) != unicode.ToUpper(y) {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return a == b || strings.HasPrefix(a, "-") || strings.HasPrefix(b, "-")
}

// call compiles a function that gives a value.
func (c *compiler) call(n *ir.Node) expr {
	if n.Type.Kind == ir.Bool {
		return c.fail(n, "`"+n.Func+"` is called") // test knows those that it knows
	}
	kind := n.Args[0].Type.Kind
	switch n.Func {
	case "seconds", "minutes", "hours", "days":
		return unit(c.expr(n.Args[0]), map[string]int64{"seconds": second, "minutes": 60 * second, "hours": 3600 * second, "days": day * second}[n.Func])
	case "size":
		return c.size(n)
	case "latest":
		return c.latest(n)
	case "business_days_after":
		return given2(c.expr(n.Args[0]), c.expr(n.Args[1]), businessDaysAfter)
	case "int", "double", "timestamp", "duration", "string":
		if make := conversion(n.Func, kind); make != nil {
			return given(c.expr(n.Args[0]), make)
		}
	}
	if strings.HasPrefix(n.Func, "get") && kind == ir.Time {
		return c.calendar(n)
	}
	if part := durationPart(n.Func); part != nil && kind == ir.Duration {
		return given(c.expr(n.Args[0]), func(d value) (value, bool) { return value{n: int64(part(time.Duration(d.n)))}, true })
	}
	return c.fail(n, "`"+n.Func+"` is called")
}

func given(x expr, make func(v value) (value, bool)) expr {
	return func(f *frame) (value, bool) {
		v, ok := x(f)
		if !ok {
			return value{}, false
		}
		return make(v)
	}
}

func given2(x, y expr, make func(a, b value) (value, bool)) expr {
	return func(f *frame) (value, bool) {
		a, ok := x(f)
		if !ok {
			return value{}, false
		}
		b, ok := y(f)
		if !ok {
			return value{}, false
		}
		return make(a, b)
	}
}

func unit(x expr, of int64) expr {
	return given(x, func(n value) (value, bool) {
		most := math.MaxInt64 / of
		return value{n: n.n * of}, n.n <= most && n.n >= -most
	})
}

func (c *compiler) size(n *ir.Node) expr {
	x := c.expr(n.Args[0])
	switch n.Args[0].Type.Kind {
	case ir.ListKind:
		return given(x, func(l value) (value, bool) { return value{n: l.n}, true })
	case ir.String:
		return given(x, func(s value) (value, bool) { return value{n: int64(utf8.RuneCountInString(s.text()))}, true })
	}
	return c.fail(n, "the size of a map or of bytes is asked for")
}

// latest is the last of the instants that are not after now; none is an error.
func (c *compiler) latest(n *ir.Node) expr {
	times, compare := c.expr(n.Args[0]), order(ir.Time)
	return func(f *frame) (best value, ok bool) {
		l, known := times(f)
		if !known {
			return value{}, false
		}
		for _, t := range l.list() {
			past, _ := compare(t, f.now)
			later, _ := compare(t, best)
			if past <= 0 && (!ok || later > 0) {
				best, ok = t, true
			}
		}
		return best, ok
	}
}

// businessDaysAfter steps over Saturdays and Sundays and keeps the time of day.
func businessDaysAfter(t, n value) (value, bool) {
	if n.n < 0 || n.n > 10_000 {
		return value{}, false
	}
	for left := n.n; left > 0; {
		t.n += day
		if d := t.time().Weekday(); d != time.Saturday && d != time.Sunday {
			left--
		}
	}
	return t, true
}

// conversion makes a value of one kind out of another; nil where that needs memory.
func conversion(to string, from ir.Kind) func(v value) (value, bool) {
	itself := map[string]ir.Kind{"int": ir.Int, "double": ir.Double, "timestamp": ir.Time, "duration": ir.Duration, "string": ir.String}[to]
	switch {
	case from == itself:
		return func(v value) (value, bool) { return v, true }
	case to == "int" && (from == ir.Time || from == ir.Duration):
		return func(v value) (value, bool) { return value{n: v.n}, true }
	case to == "int" && from == ir.Double:
		return func(v value) (value, bool) {
			d := v.double()
			return value{n: int64(d)}, d > math.MinInt64 && d < math.MaxInt64
		}
	case to == "double" && from == ir.Int:
		return func(v value) (value, bool) { return ofDouble(float64(v.n)), true }
	case to == "timestamp" && from == ir.Int:
		return func(v value) (value, bool) { return value{n: v.n}, v.n >= firstUnix && v.n <= lastUnix }
	}
	return nil
}

// calendar is a part of an instant in UTC, or in a zone that is written out.
func (c *compiler) calendar(n *ir.Node) expr {
	zone := time.UTC
	if len(n.Args) == 2 {
		name, ok := n.Args[1].Const.(string)
		var err error
		if zone, err = time.LoadLocation(name); !ok || err != nil || strings.Contains(name, ":") {
			return c.fail(n, "a part of an instant is asked for in a zone that has no name")
		}
	}
	part := map[string]func(t time.Time) int{
		"getFullYear":     func(t time.Time) int { return t.Year() },
		"getMonth":        func(t time.Time) int { return int(t.Month()) - 1 },
		"getDayOfYear":    func(t time.Time) int { return t.YearDay() - 1 },
		"getDayOfMonth":   func(t time.Time) int { return t.Day() - 1 },
		"getDate":         func(t time.Time) int { return t.Day() },
		"getDayOfWeek":    func(t time.Time) int { return int(t.Weekday()) },
		"getHours":        func(t time.Time) int { return t.Hour() },
		"getMinutes":      func(t time.Time) int { return t.Minute() },
		"getSeconds":      func(t time.Time) int { return t.Second() },
		"getMilliseconds": func(t time.Time) int { return t.Nanosecond() / 1_000_000 },
	}[n.Func]
	return given(c.expr(n.Args[0]), func(t value) (value, bool) { return value{n: int64(part(t.time().In(zone)))}, true })
}

// durationPart goes by way of a double, as CEL does.
func durationPart(function string) func(time.Duration) float64 {
	return map[string]func(time.Duration) float64{"getHours": time.Duration.Hours, "getMinutes": time.Duration.Minutes, "getSeconds": time.Duration.Seconds}[function]
}

// arithmetic compiles the operators that make values.
func (c *compiler) arithmetic(n *ir.Node) expr {
	x := c.expr(n.Args[0])
	kind := n.Args[0].Type.Kind
	if n.Op == ir.Neg {
		if kind == ir.Double {
			return given(x, func(v value) (value, bool) { return ofDouble(-v.double()), true })
		}
		return given(x, func(v value) (value, bool) { return value{n: -v.n}, v.n != math.MinInt64 })
	}
	y := c.expr(n.Args[1])
	switch right := n.Args[1].Type.Kind; {
	case kind == ir.ListKind:
		return c.concatenation(x, y)
	case kind == ir.Double:
		return given2(x, y, doubles(n.Op))
	case kind == ir.Time && right == ir.Time:
		return given2(x, y, func(a, b value) (value, bool) { d, ok := between(a, b); return value{n: d}, ok })
	case kind == ir.Time && n.Op == ir.Add:
		return given2(x, y, func(t, d value) (value, bool) { return later(t, d.n) })
	case kind == ir.Time:
		return given2(x, y, func(t, d value) (value, bool) {
			v, ok := later(t, -d.n)
			return v, ok && d.n != math.MinInt64
		})
	case kind == ir.Duration && right == ir.Time:
		return given2(x, y, func(d, t value) (value, bool) { return later(t, d.n) })
	case kind == ir.Int || kind == ir.Duration:
		return given2(x, y, numbers(n.Op))
	}
	return c.fail(n, "texts are joined, or unsigned numbers counted with")
}

func (c *compiler) concatenation(x, y expr) expr {
	return func(f *frame) (value, bool) {
		a, ok := x(f)
		if !ok {
			return value{}, false
		}
		b, ok := y(f)
		if !ok {
			return value{}, false
		}
		return joined(f, a, b), true
	}
}

func numbers(op ir.Op) func(a, b value) (value, bool) {
	of := map[ir.Op]func(a, b int64) (int64, bool){ir.Add: add, ir.Sub: sub, ir.Mul: mul, ir.Div: div, ir.Mod: mod}[op]
	return func(a, b value) (value, bool) { n, ok := of(a.n, b.n); return value{n: n}, ok }
}

func doubles(op ir.Op) func(a, b value) (value, bool) {
	of := map[ir.Op]func(a, b float64) float64{
		ir.Add: func(a, b float64) float64 { return a + b }, ir.Sub: func(a, b float64) float64 { return a - b },
		ir.Mul: func(a, b float64) float64 { return a * b }, ir.Div: func(a, b float64) float64 { return a / b },
	}[op]
	return func(a, b value) (value, bool) { return ofDouble(of(a.double(), b.double())), true }
}

package eval

import (
	"cmp"
	"math"
	"math/bits"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// tri is the truth of a condition, or that it cannot be told. In this order && is
// min, || is max and ! is yes-t, with CEL's absorption of errors: a side that
// settles it does so whether the other can be told or not.
type tri uint8

const (
	no tri = iota
	fails
	yes
)

func truth(b bool) tri {
	if b {
		return yes
	}
	return no
}

// value is a value of any kind that the compiler knows: a number or a length of time
// in n, the bits of a double in n, an instant in n (seconds of Unix time) and m
// (nanoseconds of the second), a text or a list at p with its length in n, a group at
// p, a truth as 0 or 1 in n.
type value struct {
	p    place
	n, m int64
}

func ofTime(t time.Time) value { return value{n: t.Unix(), m: int64(t.Nanosecond())} }

func (v value) time() time.Time { return time.Unix(v.n, v.m).UTC() }

func ofDouble(f float64) value { return value{n: int64(math.Float64bits(f))} }

func (v value) double() float64 { return math.Float64frombits(uint64(v.n)) }

// The arithmetic of CEL. ok is false where CEL has an error.

func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

func sub(a, b int64) (int64, bool) {
	diff := a - b
	return diff, (diff < a) == (b > 0)
}

func mul(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	negative := (a < 0) != (b < 0)
	product := int64(low)
	if negative {
		product = -product
	}
	return product, high == 0 && (product == 0 || (product < 0) == negative)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func div(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a / b, true
}

func mod(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a % b, true
}

const (
	second    = int64(time.Second)
	day       = 24 * 60 * 60
	firstUnix = -62135596800 // 0001-01-01
	lastUnix  = 253402300799 // 9999-12-31T23:59:59Z
)

// later is an instant and a length of time after it; CEL's instants end with the
// years 1 and 9999.
func later(t value, d int64) (value, bool) {
	sec, nsec := t.n+d/second, t.m+d%second // no overflow: both are far from the ends
	switch {
	case nsec < 0:
		sec, nsec = sec-1, nsec+second
	case nsec >= second:
		sec, nsec = sec+1, nsec-second
	}
	return value{n: sec, m: nsec}, sec >= firstUnix && sec <= lastUnix
}

// between is a - b. As in CEL the whole seconds are scaled first, so that a few
// differences that an int64 could hold are errors.
func between(a, b value) (int64, bool) {
	whole, ok := mul(a.n-b.n, second)
	if !ok {
		return 0, false
	}
	return add(whole, a.m-b.m)
}

// age is how long before now an instant was; ok is false where it was not, or where
// that is too long for a length of time.
func age(now, t value) (d int64, ok bool) {
	sec := now.n - t.n
	if sec < 0 || sec > math.MaxInt64/second+1 {
		return 0, false
	}
	d = sec*second + now.m - t.m // wraps, to below zero where it is too long
	return d, d >= 0
}

// order compares two values of a kind, -1, 0 or 1; ok is false with what is not a
// number, which is neither before nor after anything.
func order(kind ir.Kind) func(a, b value) (int, bool) {
	switch kind {
	case ir.String:
		return func(a, b value) (int, bool) { return strings.Compare(a.text(), b.text()), true }
	case ir.Double:
		return func(a, b value) (int, bool) {
			x, y := a.double(), b.double()
			return cmp.Compare(x, y), x == x && y == y
		}
	case ir.Bool, ir.Int, ir.Duration, ir.Time:
		return func(a, b value) (int, bool) {
			if a.n == b.n {
				return cmp.Compare(a.m, b.m), true
			}
			return cmp.Compare(a.n, b.n), true
		}
	}
	return nil
}

// same says whether two values of a kind are equal.
func same(kind ir.Kind) func(a, b value) bool {
	switch kind {
	case ir.String:
		return func(a, b value) bool { return a.text() == b.text() }
	case ir.Double:
		return func(a, b value) bool { return a.double() == b.double() }
	case ir.Bool, ir.Int, ir.Duration, ir.Time:
		return func(a, b value) bool { return a.n == b.n && a.m == b.m }
	}
	return nil
}

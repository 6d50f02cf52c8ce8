package lang

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/common/types"
)

// Failure is why an expression has no value: where, and what could not be done.
type Failure struct {
	File      string
	Line, Col int
	Message   string
}

// Error gives the failure on one line.
func (f *Failure) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Message)
}

// failure finds the place of an error. The node of an error belongs to the
// expression that raised it, so a define's failure is wrapped once and passed on.
func (c *checked) failure(err error) *Failure {
	var made *Failure
	if errors.As(err, &made) {
		return made
	}
	f := &Failure{File: c.file.Path, Line: c.expr.Line, Col: c.expr.Col, Message: reason(err)}
	var raised *types.Err
	if errors.As(err, &raised) {
		w := wording{file: c.file, expr: c.expr, tree: c.ast.NativeRep()}
		if n := find(w.tree, raised.NodeID()); n != nil {
			t := w.token(n)
			f.Line, f.Col = t.Line, t.Col
		}
	}
	return f
}

// reason words what CEL could not compute.
func reason(err error) string {
	msg := err.Error()
	what, which, _ := strings.Cut(msg, ": ")
	switch {
	case what == "no such key":
		return "the map has nothing under what is asked for" // which a fact may say, and facts are not for logs
	case what == "index out of bounds":
		return "the list has no element number " + which
	case strings.HasSuffix(msg, "overflow"):
		return "a number, an instant or a length of time is out of range"
	case msg == "division by zero", msg == "modulus by zero":
		return "nothing can be divided by zero"
	case strings.HasPrefix(msg, "type conversion error"):
		return "a value cannot be made into what is asked for"
	case strings.HasPrefix(msg, "invalid RFC 3339"), strings.HasPrefix(msg, "time: "):
		return "a text cannot be read as an instant or a length of time"
	}
	return plain(msg)
}

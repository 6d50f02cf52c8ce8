package lang

import (
	"errors"
	"fmt"

	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/lang/wording"
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
	f := &Failure{File: c.file.Path, Line: c.expr.Line, Col: c.expr.Col, Message: wording.Reason(err)}
	var raised *types.Err
	if errors.As(err, &raised) {
		w := wording.Expression{File: c.file, Expr: c.expr, Tree: c.ast.NativeRep()}
		if n := wording.Find(w.Tree, raised.NodeID()); n != nil {
			t := w.Token(n)
			f.Line, f.Col = t.Line, t.Col
		}
	}
	return f
}

// Package body reads JSON that others wrote and that they may extend: leniently as to
// what stands there, strictly as to what could be understood in two ways. A key that
// stands twice, text that is not UTF-8 and nesting beyond reason are faults here,
// which encoding/json lets pass.
package body

package vocab

import (
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// Sight is the facts with the variables of loops before them.
type Sight struct {
	interpreter.Activation
	Loops map[string]ref.Val
}

// ResolveName makes Sight an activation of cel-go.
func (s *Sight) ResolveName(name string) (any, bool) {
	if v, ok := s.Loops[name]; ok {
		return v, true
	}
	return s.Activation.ResolveName(name)
}

package render

import (
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine"
)

// Remedies gives what would make the decision a permission.
func Remedies(d engine.Decision, r engine.Remedies, s Style) string {
	t := &page{style: s}
	if d.Outcome() == engine.Permitted {
		t.block(0, 0, "this is permitted as it is")
		return t.String()
	}
	t.remedies("what would make it permitted", r.Fixes)
	t.remedies("what would help and is not the sender's to change", r.Others)
	if r.WaitUntil.IsZero() {
		t.block(0, 0, "waiting alone does not help")
	} else {
		t.block(0, 0, "as it is, it is permitted from "+exact(r.WaitUntil)+" on")
	}
	if len(r.Unknown) > 0 {
		t.block(0, 0, "not known, and it matters: "+strings.Join(r.Unknown, ", "))
	}
	if !r.Complete {
		t.block(0, 0, "the search was cut short: there may be more")
	}
	return t.String()
}

func (t *page) remedies(title string, list []engine.Remedy) {
	if len(list) == 0 {
		return
	}
	t.block(Name, 0, title)
	for _, r := range list {
		var settings []string
		for _, s := range r.Set {
			settings = append(settings, setting(s))
		}
		t.block(0, 2, "- "+strings.Join(settings, "; "))
		for duty := range r.Decision.Duties() {
			t.block(Caution, 6, "then: "+duty.Message())
		}
		if !r.ChangesAt.IsZero() {
			t.block(Faint, 6, "before "+exact(r.ChangesAt))
		}
	}
	t.WriteString("\n")
}

// setting words a change by who can make it.
func setting(s engine.Setting) string {
	value := fmt.Sprintf("%s = %v", s.Path, s.Value)
	if text, ok := s.Value.(string); ok {
		value = fmt.Sprintf("%s = %q", s.Path, text)
	}
	switch {
	case s.Judged:
		return "if it is true: " + value
	case s.By == "content":
		return "write it so that " + value
	case s.By != "sender":
		return fmt.Sprintf("%s (the %s's)", value, s.By)
	}
	return value
}

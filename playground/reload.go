package playground

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
)

// Refresh reads the clauses anew, unless :watch is off, and says in few lines what that
// changed in the decision on the facts, or why the clauses do not load. It is empty
// where there is nothing to tell that was not told before.
func (s *Session) Refresh() string {
	if s.world.Reload == nil || !s.watching {
		return ""
	}
	return s.renew(s.world.Reload())
}

// renew goes over to what loaded. What does not load leaves the last good clauses.
func (s *Session) renew(err error) string {
	was := s.broken
	if s.broken = err; err != nil {
		if was != nil && was.Error() == err.Error() {
			return ""
		}
		return s.text(0, "not loaded, the last good clauses stay: "+first(err))
	}
	before, old := s.policy.Decide(s.facts), s.policy
	s.policy = s.world.Policy()
	if s.policy.Revision() == old.Revision() {
		if was != nil {
			return s.text(0, "the clauses load again, as they were")
		}
		return ""
	}
	s.policy.Names(s.facts.Action(), "")
	return s.text(0, "reloaded: "+edited(old, s.policy)) + s.told(before, s.policy.Decide(s.facts))
}

// told is what an edit did to the decision.
func (s *Session) told(was, now engine.Decision) string {
	changes := render.Changes(was, now)
	text := "nothing changes in this decision"
	switch {
	case was.Outcome() != now.Outcome():
		text = fmt.Sprintf("%s → %s", was.Outcome(), now.Outcome())
	case len(changes) > 0:
		text = fmt.Sprintf("%s, as before", now.Outcome())
	}
	text = s.text(2, text)
	for _, line := range changes {
		text += s.text(2, line)
	}
	return text
}

// first is the first fault of an error, and how many more there are.
func first(err error) string {
	var list engine.Errors
	if !errors.As(err, &list) || len(list) < 2 {
		return err.Error()
	}
	return fmt.Sprintf("%s (and %d more: `:status`)", list[0].Error(), len(list)-1)
}

// edited names the clauses that differ between two versions.
func edited(old, now *engine.Policy) string {
	was, is := texts(old), texts(now)
	var ids []string
	for id, text := range is {
		if was[id] == "" {
			ids = append(ids, id+" (new)")
		} else if was[id] != text {
			ids = append(ids, id)
		}
	}
	for id := range was {
		if is[id] == "" {
			ids = append(ids, id+" (gone)")
		}
	}
	slices.Sort(ids)
	if most := 4; len(ids) > most {
		ids = append(ids[:most], fmt.Sprintf("and %d more", len(ids)-most))
	}
	return strings.Join(ids, ", ")
}

func texts(p *engine.Policy) map[string]string {
	texts := map[string]string{}
	for _, c := range p.Clauses() {
		texts[c.ID] = c.Text
	}
	return texts
}

// reload reads the clauses now.
func (s *Session) reload(string, int) (string, error) {
	if s.world.Reload == nil {
		return "", fixedClauses()
	}
	s.broken = nil // so that it is told, though it was before
	if text := s.renew(s.world.Reload()); text != "" {
		return text, nil
	}
	return s.text(0, "nothing changed"), nil
}

func fixedClauses() error {
	return problem("`clausewise init DIR` writes the shipped clauses to edit them, `clausewise repl --policies DIR` plays with them", "these clauses cannot change")
}

// watch says or sets whether clauses that were edited are read between the lines.
func (s *Session) watch(to string, _ int) (string, error) {
	switch {
	case s.world.Reload == nil:
		return "", fixedClauses()
	case to == "on" || to == "off":
		next := s.state
		next.watching = to == "on"
		s.enter(next)
	case to != "":
		return "", problem("", "`:watch` is on or off, not `%s`", to)
	}
	return s.text(0, s.watched()), nil
}

func (s *Session) watched() string {
	switch {
	case s.world.Reload == nil:
		return "fixed"
	case s.watching:
		return "watched"
	}
	return "not watched"
}

// status says what the answers come from.
func (s *Session) status(string, int) (string, error) {
	text := s.textf("clauses: %s", sized(s.policy)) +
		s.textf("from:    %s, %s", s.world.Folder, s.watched()) +
		s.textf("facts:   %s, %s", s.name, s.facts.Action()) +
		s.textf("now:     %s", exact(s.now()))
	if s.broken != nil {
		text += "not loaded, the last good clauses stay:\n" + complaint(s.broken)
	}
	return text, nil
}

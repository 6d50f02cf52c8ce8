package playground

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/engine/render"
)

// here names the clauses that answer.
const here = "."

// as gives a version of the clauses a name: `:as draft=DIR`, `:as last=git:HEAD~1:DIR`,
// or `:as before`, the clauses as they are now. Without a name it lists them.
func (s *Session) as(rest string, _ int) (string, error) {
	if rest == "" {
		return s.listVersions(), nil
	}
	name, from, given := strings.Cut(rest, "=")
	if name = strings.TrimSpace(name); name == "" || name == here || strings.ContainsAny(name, " \t:/") {
		return "", problem("such as `:as draft=my-policies`", "a version needs a name, of one word")
	}
	p := s.policy
	if given {
		var err error
		if p, err = s.version(strings.TrimSpace(from)); err != nil {
			return "", err
		}
	}
	next := s.state
	if next.versions = maps.Clone(s.versions); next.versions == nil {
		next.versions = map[string]*engine.Policy{}
	}
	next.versions[name] = p
	s.enter(next)
	return s.listed(name, p), nil
}

func (s *Session) listVersions() string {
	text := s.listed(here, s.policy)
	for _, name := range slices.Sorted(maps.Keys(s.versions)) {
		text += s.listed(name, s.versions[name])
	}
	return text
}

func (s *Session) listed(name string, p *engine.Policy) string {
	return s.textf("%s: %s", name, sized(p))
}

// sized says how large a version is, and which one.
func sized(p *engine.Policy) string {
	defines := 0
	for _, c := range p.Clauses() {
		if c.Effect == "define" {
			defines++
		}
	}
	return fmt.Sprintf("%s, %s, %.19s", count(len(p.Clauses())-defines, "clause"), count(defines, "define"), p.Revision())
}

// version gives the clauses of a name, a folder or a git revision.
func (s *Session) version(name string) (*engine.Policy, error) {
	switch {
	case name == "":
		return nil, problem("`.` is the clauses that answer, `:as` names others, and a folder is one too", "which clauses?")
	case name == here:
		return s.policy, nil
	case s.versions[name] != nil:
		return s.versions[name], nil
	case s.world.Load == nil:
		return nil, noFiles()
	}
	return s.world.Load(name)
}

// compare decides on the facts, and on cases where a folder is named, by two versions.
func (s *Session) compare(rest string, _ int) (string, error) {
	args := strings.Fields(rest)
	if len(args) < 2 {
		return "", problem("such as `:compare before .` or `:compare . draft CASES`", "two versions are compared")
	}
	a, err := s.version(args[0])
	if err != nil {
		return "", err
	}
	b, err := s.version(args[1])
	if err != nil {
		return "", err
	}
	text := s.beside(args[0], a.Decide(s.facts), args[1], b.Decide(s.facts))
	if len(args) == 2 {
		return text, nil
	}
	differ, err := s.differences(a, b, args[2:])
	return text + differ, err
}

func (s *Session) differences(a, b *engine.Policy, paths []string) (text string, err error) {
	if s.world.Cases == nil {
		return "", noFiles()
	}
	was, err := s.world.Cases(a, paths...)
	if err != nil {
		return "", err
	}
	now, err := s.world.Cases(b, paths...)
	if err != nil {
		return "", err
	}
	differ, bad := 0, 0
	for i := range min(len(was), len(now)) {
		if was[i].Err != nil || now[i].Err != nil {
			bad++
			continue
		}
		changes := render.Changes(was[i].Decision, now[i].Decision)
		if len(changes) == 0 {
			continue
		}
		differ++
		text += s.difference(was[i], now[i], changes)
	}
	summary := s.textf("%s: %s", count(len(was), "case"), count(differ, "difference"))
	if bad > 0 {
		summary += s.textf("%s cannot be run: `:test` says why", count(bad, "case"))
	}
	return summary + text, nil
}

func (s *Session) difference(was, now cases.Case, changes []string) string {
	text := s.Style.Block(render.Name, 0, now.Path) + s.text(2, now.Sentence) +
		s.text(2, fmt.Sprintf("%s → %s", was.Decision.Outcome(), now.Decision.Outcome()))
	for _, line := range changes {
		text += s.text(4, line)
	}
	return text
}

package playground

import (
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/playground/internal/tree"
	"github.com/clausewise/clausewise/playground/internal/typed"
)

func (s *Session) encode(f schema.Facts) []byte { return s.policy.Schema().Encode(f) }

func (s *Session) action() *schema.Action { return s.policy.Schema().Action(s.facts.Action()) }

func (s *Session) tree() tree.Tree { return tree.Of(s.policy.Schema(), s.facts) }

// replace goes over to other facts.
func (s *Session) replace(f schema.Facts) {
	next := s.state
	next.facts = f
	s.enter(next)
}

// moved says how the outcome differs from that of the facts that were, or nothing.
func (s *Session) moved(was schema.Facts) string {
	before, after := s.policy.Decide(was), s.policy.Decide(s.facts)
	if before.Outcome() == after.Outcome() {
		return ""
	}
	return s.textf("%s → %s", before.Outcome(), after.Outcome())
}

// value is a fact as it would be typed.
func (s *Session) value(f schema.Facts, path string) string {
	v, err := s.policy.Try(f, path)
	switch text := []rune(v.Text); {
	case err != nil:
		return "…" // a group
	case v.Error != "":
		return "none" // an element that there is not
	case len(v.Unknown) > 0:
		return "not known"
	case len(text) > 60:
		return string(text[:60]) + "…"
	}
	return v.Text
}

// set changes facts: `:set message.kind = "tagged", message.tag = "HUMAN_AGENT"`. All
// expressions are about the facts as they were.
func (s *Session) set(rest string, at int) (string, error) {
	f, paths, err := s.assigned(rest, at)
	if err != nil {
		return "", err
	}
	return s.changed(f, paths), nil
}

func (s *Session) unset(rest string, _ int) (string, error) {
	f, paths, err := s.without(rest)
	switch {
	case err != nil:
		return "", err
	case len(paths) == 0:
		return "", problem("such as `:unset message.tag`", "which fact is not known any more?")
	}
	return s.changed(f, paths), nil
}

// without gives the facts without some of them, and which these are.
func (s *Session) without(rest string) (f schema.Facts, paths []string, err error) {
	t := s.tree()
	for _, path := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' }) {
		if t, err = put(t, path, nil); err != nil {
			return nil, nil, err
		}
		paths = append(paths, path)
	}
	f, err = t.Facts()
	return f, paths, err
}

// assigned gives the facts with other values for some of them, and which these are.
func (s *Session) assigned(rest string, at int) (f schema.Facts, paths []string, err error) {
	t := s.tree()
	for _, a := range typed.Assignments(rest) {
		if a.Expression == "" {
			return nil, nil, problem("such as `message.kind = \"tagged\"`", "a fact, `=` and an expression are needed")
		}
		v, err := s.try(a.Expression, at+a.At)
		if err != nil {
			return nil, nil, err
		}
		if t, err = s.assign(t, a.Path, v); err != nil {
			return nil, nil, err
		}
		paths = append(paths, a.Path)
	}
	f, err = t.Facts()
	return f, paths, err
}

// assign puts a value that was computed at a path of the tree.
func (s *Session) assign(t tree.Tree, path string, v engine.Value) (tree.Tree, error) {
	if why := noValue(v); why != "" {
		return t, problem("", "`%s` cannot be set: %s", path, why)
	}
	value, ok := tree.Value(v.Go)
	field := s.policy.Fact(s.facts.Action(), path)
	_, isTime := v.Go.(time.Time)
	if !ok || isTime && field != nil && field.Type.Kind != schema.Time {
		return t, problem("", "`%s` cannot be %s", path, v.Type)
	}
	return put(t, path, value)
}

// noValue says why there is no value, or nothing.
func noValue(v engine.Value) string {
	if len(v.Unknown) > 0 {
		return "not known: " + strings.Join(v.Unknown, ", ")
	}
	return v.Error
}

func put(t tree.Tree, path string, value any) (tree.Tree, error) {
	if path == "action" {
		return t, problem("`:load` and `:edit` take the facts of another one", "each action has facts of its own")
	}
	made, ok := t.With(path, value)
	if !ok {
		return t, problem("a path is written as `message.kind` or `thread.user_actions[0].at`; the number behind the last element adds one", "there is no place `%s`", path)
	}
	return made, nil
}

// changed goes over to facts in which the ones at the paths are others.
func (s *Session) changed(f schema.Facts, paths []string) (text string) {
	was := s.facts
	s.replace(f)
	for _, path := range paths {
		before, after := s.value(was, path), s.value(f, path)
		if before == after {
			text += s.textf("%s: changed", path)
		} else {
			text += s.textf("%s: %s → %s", path, before, after)
		}
	}
	return text + s.moved(was)
}

// whatIf decides on other facts and keeps those that are.
func (s *Session) whatIf(rest string, at int) (string, error) {
	f, _, err := s.assigned(rest, at)
	if err != nil {
		return "", err
	}
	return s.beside("as it is", s.policy.Decide(s.facts), "then", s.policy.Decide(f)), nil
}

// beside gives two decisions by their outcomes, and by what differs.
func (s *Session) beside(a string, was engine.Decision, b string, now engine.Decision) string {
	width := max(len(a), len(b))
	text := s.textf("%-*s  %s", width, a, was.Outcome()) + s.textf("%-*s  %s", width, b, now.Outcome())
	for _, line := range render.Changes(was, now) {
		text += s.text(2, line)
	}
	return text
}

// unknown tells which facts that are not known matter; with facts named, as if those
// were not known either.
func (s *Session) unknown(rest string, _ int) (text string, err error) {
	f, paths, err := s.without(rest)
	if err != nil {
		return "", err
	}
	d := s.policy.Decide(f)
	if len(paths) > 0 {
		text = s.beside("as it is", s.policy.Decide(s.facts), "without", d)
	}
	paths = matters(d)
	if len(paths) == 0 {
		return text + s.text(0, "nothing that is not known matters"), nil
	}
	return text + s.text(0, "not known, and it matters: "+strings.Join(paths, ", ")), nil
}

func matters(d engine.Decision) (paths []string) {
	for _, findings := range []func(func(engine.Finding) bool){d.Forbids(), d.Unmet(), d.Duties(), d.Errors()} {
		for f := range findings {
			paths = append(paths, f.Unknown()...)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// load takes the facts of a file.
func (s *Session) load(file string, _ int) (string, error) {
	switch {
	case s.world.Read == nil:
		return "", noFiles()
	case file == "":
		return "", problem("such as `:load facts.yaml`", "which file?")
	}
	v, err := s.world.Read(file)
	if err != nil {
		return "", err
	}
	return s.take(v, base(file))
}

func noFiles() error { return problem("", "there are no files here") }

// base is the name of a file without its folder and ending.
func base(file string) string {
	name := file[strings.LastIndexAny(file, `/\`)+1:]
	name, _, _ = strings.Cut(name, ".")
	return name
}

// take goes over to the facts of a text. One without `now` is about the instant that is.
func (s *Session) take(v *schema.Value, name string) (string, error) {
	f, err := s.policy.Schema().Decode(v, s.now())
	if err != nil {
		return "", err
	}
	next := s.state
	if next.facts = f; name != "" {
		next.name, next.loaded = name, s.encode(f)
	}
	was := s.facts
	s.enter(next)
	return s.textf("the facts are about `%s`", f.Action()) + s.moved(was), nil
}

// edit lets a person change the facts in an editor. What she wrote is not lost where it
// cannot be taken: the next :edit goes on with it.
func (s *Session) edit(string, int) (string, error) {
	if s.world.Edit == nil {
		return "", problem("`:set` changes facts", "there is no editor here")
	}
	if s.draft == nil {
		s.draft = tree.YAML(s.policy.Schema(), s.facts)
	}
	text, err := s.world.Edit(s.draft)
	if err != nil {
		return "", err
	}
	s.draft = text
	v, err := schema.ParseYAML("", text)
	if err != nil {
		return "", err
	}
	answer, err := s.take(v, "")
	if err == nil {
		s.draft = nil
	}
	return answer, err
}

// showFacts lists the facts, or those below a path, and behind them the ones that are
// not known.
func (s *Session) showFacts(path string, _ int) (text string, err error) {
	lines, unknown := s.tree().List(s.action(), path)
	for _, line := range lines {
		text += s.text(0, line)
	}
	if len(unknown) > 0 {
		text += s.Style.Block(render.Faint, 0, "not known: "+strings.Join(unknown, ", "))
	}
	if text == "" {
		err = problem(didYouMean(path, paths(s.action().Facts), "`:facts` lists them"), "`%s` has no fact `%s`", s.facts.Action(), path)
	}
	return text, err
}

// paths are those of all facts and groups below a group.
func paths(t *schema.Type) (all []string) {
	for _, f := range t.Fields {
		all = append(all, f.Path)
		if f.Type.Kind == schema.Group {
			all = append(all, paths(f.Type)...)
		}
	}
	return all
}

package playground

import (
	"strings"

	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/playground/internal/tree"
	"golang.org/x/tools/txtar"
)

// test runs golden cases, or those of the last time.
func (s *Session) test(rest string, _ int) (text string, err error) {
	if paths := strings.Fields(rest); len(paths) > 0 {
		s.cases = paths
	}
	switch {
	case s.world.Cases == nil:
		return "", noFiles()
	case len(s.cases) == 0:
		return "", problem("such as `:test my-cases`", "which cases?")
	}
	ran, err := s.world.Cases(s.policy, s.cases...)
	if err != nil {
		return "", err
	}
	failed := 0
	for _, c := range ran {
		if c.Passed() {
			continue
		}
		failed++
		if c.Err != nil {
			text += complaint(c.Err)
		} else {
			text += s.Style.Block(render.Name, 0, c.Path) + s.text(2, c.Sentence) + printable(c.Diff)
		}
	}
	return text + s.textf("%d passed, %d failed", len(ran)-failed, failed), nil
}

// save writes the facts and the decision as a golden case.
func (s *Session) save(rest string, _ int) (string, error) {
	file, sentence, _ := strings.Cut(rest, " ")
	sentence = strings.Join(strings.Fields(printable(sentence)), " ")
	switch {
	case s.world.Write == nil:
		return "", noFiles()
	case file == "" || sentence == "" || strings.HasPrefix(sentence, "-- "):
		return "", problem("such as `:save late.txtar The window is closed after a day.`", "a case is a file, and a sentence that says what it shows")
	case !strings.HasSuffix(file, ".txtar"):
		return "", problem("`"+file+".txtar`?", "a case is a file `*.txtar`")
	}
	decision := render.Decision(s.policy.Decide(s.facts), render.Style{})
	err := s.world.Write(file, txtar.Format(&txtar.Archive{Comment: []byte(sentence + "\n\n"), Files: []txtar.File{
		{Name: "facts.yaml", Data: tree.YAML(s.policy.Schema(), s.facts)}, {Name: "decision", Data: []byte(decision)},
	}}))
	if err != nil {
		return "", err
	}
	outcome, _, _ := strings.Cut(decision, " ")
	return s.textf("%s: %s", file, strings.ToLower(strings.TrimSpace(outcome))), nil
}

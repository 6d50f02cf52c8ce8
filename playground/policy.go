package playground

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
)

// evaluate answers an expression with its value and type.
func (s *Session) evaluate(text string) (string, error) {
	if strings.TrimSpace(text) == "" || onlyComments(text) {
		return "", nil
	}
	v, err := s.try(text, 0)
	switch {
	case err != nil:
		return "", err
	case len(v.Unknown) > 0:
		return s.text(0, "not known: "+strings.Join(v.Unknown, ", ")), nil
	case v.Error != "":
		return "", errors.New(v.Error)
	}
	answer := s.text(0, v.Text+" : "+v.Type)
	if v.False != nil && !v.False.Plain() {
		answer += render.Term(v.False, s.Style)
	}
	return answer, nil
}

func onlyComments(text string) bool {
	return !slices.ContainsFunc(engine.Tokens(text), func(t engine.Token) bool { return t.Kind != engine.TokenComment })
}

// try evaluates a part of the line that begins at so many code points. Faults have the
// places that they have in the line.
func (s *Session) try(text string, at int) (engine.Value, error) {
	before := strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return ' '
	}, string([]rune(s.line)[:at]))
	v, err := s.policy.Try(s.facts, before+text)
	var list engine.Errors
	if lines := strings.Split(s.line, "\n"); errors.As(err, &list) {
		for _, e := range list {
			if e.Line > 0 && e.Line <= len(lines) {
				e.Text = lines[e.Line-1]
			}
		}
	}
	return v, err
}

func (s *Session) typeOf(rest string, at int) (string, error) {
	v, err := s.try(rest, at)
	if err != nil {
		return "", err
	}
	return s.text(0, v.Type), nil
}

func (s *Session) decide(string, int) (string, error) {
	return render.Decision(s.policy.Decide(s.facts), s.Style), nil
}

func (s *Session) fix(string, int) (string, error) {
	return render.Remedies(s.policy.Decide(s.facts), s.policy.Fix(s.facts), s.Style), nil
}

// why explains the clauses that are in scope, or one.
func (s *Session) why(id string, _ int) (string, error) {
	e := s.policy.Explain(s.facts)
	if id == "" {
		e.Clauses = slices.DeleteFunc(e.Clauses, func(c engine.Explained) bool {
			return c.Part == "out of scope" || c.Part == "not in force"
		})
		return render.Explanation(e, s.Style), nil
	}
	c, err := s.clause(id)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(e.Clauses, func(x engine.Explained) bool { return x.Clause == c.ID })
	if i < 0 {
		return "", problem("", "`%s` does not speak about `%s`", c.ID, s.facts.Action())
	}
	e.Clauses = e.Clauses[i : i+1]
	return render.Clause(e, e.Clauses[0], s.Style), nil
}

// clause gives the clause or define of that id, or the only one that ends in it.
func (s *Session) clause(id string) (engine.Clause, error) {
	var ids []string
	var ending []engine.Clause
	for _, c := range s.policy.Clauses() {
		if c.ID == id {
			return c, nil
		}
		if ids = append(ids, c.ID, path.Base(c.ID)); path.Base(c.ID) == id {
			ending = append(ending, c)
		}
	}
	switch {
	case id == "":
		return engine.Clause{}, problem("`:clauses` lists them", "which clause?")
	case len(ending) == 1:
		return ending[0], nil
	case len(ending) > 1:
		return engine.Clause{}, problem("", "`%s` can be %s or %s", id, ending[0].ID, ending[1].ID)
	}
	return engine.Clause{}, problem(didYouMean(id, ids, "`:clauses` lists them"), "there is no clause `%s`", id)
}

// listClauses lists the clauses whose id has the text in it, or matches the pattern.
func (s *Session) listClauses(pattern string, _ int) (text string, err error) {
	for _, c := range s.policy.Clauses() {
		matched, err := path.Match(pattern, c.ID)
		if err != nil {
			return "", problem("such as `news/*`", "`%s` is no pattern", pattern)
		}
		if !matched && !strings.Contains(c.ID, pattern) {
			continue
		}
		what := c.Effect
		if len(c.On) > 0 {
			what += " on " + strings.Join(c.On, ", ")
		}
		text += s.Style.Block(render.Name, 0, c.ID) + s.text(2, c.Title) + s.Style.Block(render.Faint, 2, what)
	}
	if text == "" {
		return "", problem("`:clauses` lists them all", "no clause has `%s` in its id", pattern)
	}
	return text, nil
}

func (s *Session) show(id string, _ int) (string, error) {
	c, err := s.clause(id)
	if err != nil {
		return "", err
	}
	return printable(strings.TrimRight(c.Text, "\n")) + "\n", nil
}

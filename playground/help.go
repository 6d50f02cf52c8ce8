package playground

import (
	_ "embed"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
)

// manual has a line for every command, and what more there is to say indented below.
//
//go:embed help.txt
var manual string

// help lists the commands, or says all about one.
func (s *Session) help(word string, _ int) (text string, err error) {
	if word == "" {
		for line := range strings.Lines(manual) {
			if !strings.HasPrefix(line, "     ") {
				text += line
			}
		}
		return text, nil
	}
	c, err := find(":" + strings.TrimPrefix(word, ":"))
	if err != nil {
		return "", err
	}
	return page(c.name), nil
}

// page is what the manual says of a command.
func page(name string) (text string) {
	on := false
	for line := range strings.Lines(manual) {
		if !strings.HasPrefix(line, "     ") {
			head, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			on = head == ":"+name
		}
		if on {
			text += line
		}
	}
	return text
}

// doc says what a fact, a function, a define or a clause is.
func (s *Session) doc(name string, _ int) (string, error) {
	if strings.HasPrefix(name, ":") {
		return s.help(name, 0)
	}
	if f := s.policy.Fact(s.facts.Action(), name); f != nil {
		return s.docFact(name, f), nil
	}
	var all []string
	for _, n := range s.policy.Names(s.facts.Action(), "") {
		text := strings.TrimSuffix(n.Text, "(")
		if all = append(all, text); text == name && strings.HasSuffix(n.Text, "(") {
			return s.text(0, name+" : "+n.Type) + s.text(2, n.Doc), nil
		}
	}
	c, err := s.clause(name)
	if err != nil && name != "" {
		return "", problem(didYouMean(name, all, "`:clauses` lists clauses, `:facts` facts"), "there is no fact, function, define or clause `%s`", name)
	}
	return s.docClause(c), err
}

func (s *Session) docFact(name string, f *schema.Field) string {
	known := "required"
	switch {
	case f.HasDefault:
		known = "where it is absent " + orEmpty(f.Default)
	case f.Optional:
		known = "may be unknown"
	}
	text := s.text(0, name+" : "+f.Type.Kind.String()+", "+known) + s.text(2, f.Doc)
	if f.Words != nil {
		which := "known words: "
		if f.Closed {
			which = "one of "
		}
		text += s.text(2, which+strings.Join(f.Words, ", "))
	}
	for _, below := range f.Type.Fields {
		text += s.Style.Block(render.Faint, 2, name+"."+below.Name+": "+below.Doc)
	}
	return text
}

func orEmpty(text string) string {
	if text == "" {
		return `""`
	}
	return text
}

func (s *Session) docClause(c engine.Clause) string {
	if c.ID == "" {
		return ""
	}
	text := s.Style.Block(render.Name, 0, c.ID) + s.text(2, c.Title)
	for paragraph := range strings.SplitSeq(c.Prose, "\n") {
		if paragraph != "" {
			text += s.text(2, paragraph)
		}
	}
	return text + s.Style.Block(render.Faint, 2, "`:show "+c.ID+"` shows the whole")
}

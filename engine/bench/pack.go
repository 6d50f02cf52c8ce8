package main

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// clause is one clause on send, in the language of one peer.
type clause struct {
	id, effect  string
	scope, body string // the scope of a clause without one is `true`
}

// pack is the clauses on send, sorted by id: at most 64, so that what was said of
// them fits a word.
type pack []clause

// shipped loads the shipped pack, and gives its clauses on send as they are written,
// the defines put in where they are read.
func shipped() (*engine.Policy, pack, error) {
	var prototypes []schema.Facts
	prototypes = append(prototypes, facts.All()...)
	s, err := schema.New(prototypes...)
	if err != nil {
		return nil, nil, err
	}
	policy, err := engine.Load(s, policies.FS())
	if err != nil {
		return nil, nil, err
	}
	var sends pack
	defines := map[string]string{}
	for _, c := range policy.Clauses() {
		read := clause{c.ID, c.Effect, scopeOf(c.Text), bodyOf(c.Text)}
		if c.Effect == "define" {
			defines[strings.TrimPrefix(c.ID, "define/")] = read.body
		} else if slices.Contains(c.On, "send") {
			sends = append(sends, read)
		}
	}
	return policy, sends.expand(defines), nil
}

var scopeLines = regexp.MustCompile(`(?m)^//   scope: +(.*(?:\n//    +.*)*)`)

func scopeOf(text string) string {
	found := scopeLines.FindStringSubmatch(text)
	if found == nil {
		return "true"
	}
	return strings.ReplaceAll(found[1], "\n//", " ")
}

func bodyOf(text string) string {
	var body []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "//") {
			body = append(body, strings.TrimSpace(line))
		}
	}
	return strings.TrimSpace(strings.Join(body, " "))
}

// expand puts the defines, in brackets, where their names stand.
func (p pack) expand(defines map[string]string) pack {
	names := regexp.MustCompile(`\b\w+\b`)
	var put func(string) string
	put = func(text string) string {
		return names.ReplaceAllStringFunc(text, func(name string) string {
			if body, ok := defines[name]; ok {
				return "(" + put(body) + ")"
			}
			return name
		})
	}
	for i := range p {
		p[i].scope, p[i].body = put(p[i].scope), put(p[i].body)
	}
	return p
}

// translated reads the pack in the language of a peer: a line `= name | text` is a
// define, and a line `id | scope | body` a clause. It has to hold every clause once.
func (p pack) translated(files fs.FS, name string) (pack, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	defines, said := map[string]string{}, map[string][]string{}
	for line := range strings.Lines(string(text)) {
		part := strings.Split(strings.TrimSpace(line), " | ")
		if define, ok := strings.CutPrefix(part[0], "= "); ok && len(part) == 2 {
			defines[define] = part[1]
		} else if len(part) == 3 && said[part[0]] == nil {
			said[part[0]] = part[1:]
		} else if part[0] != "" {
			return nil, fmt.Errorf("%s: this line is no define and no clause, or a second one: %s", name, line)
		}
	}
	return p.in(name, said, defines)
}

func (p pack) in(name string, said map[string][]string, defines map[string]string) (pack, error) {
	other := slices.Clone(p)
	for i, c := range p {
		parts := said[c.id]
		if parts == nil {
			return nil, fmt.Errorf("%s: there is no clause %s", name, c.id)
		}
		other[i].scope, other[i].body = parts[0], parts[1]
	}
	if len(said) > len(p) {
		return nil, fmt.Errorf("%s: it holds %d clauses, and the pack %d", name, len(said), len(p))
	}
	return other.expand(defines), nil
}

// bits gives each clause its place in the words of said.
func (p pack) bits() map[string]uint64 {
	bits := map[string]uint64{}
	for i, c := range p {
		bits[c.id] = 1 << i
	}
	return bits
}

// effect is the set of the clauses with that effect.
func (p pack) effect(effect string) (set uint64) {
	for i, c := range p {
		if c.effect == effect {
			set |= 1 << i
		}
	}
	return set
}

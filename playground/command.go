package playground

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/schema"
)

// command is what can stand behind a colon.
type command struct {
	name    string
	expects expectation
	answer  func(s *Session, rest string, at int) (string, error) // at is where rest stands in the line, in code points
}

// expectation is what a command is followed by, for completion and for lines that go on.
type expectation int

const (
	nothing     expectation = iota
	expressions             // which go on over several lines
	facts                   // and expressions, which end with the line
	clauses
	names
	files
	versions
	commandNames
	directions
	switches
)

// commands are listed as :help does.
func commands() []command {
	return []command{
		{"facts", facts, (*Session).showFacts},
		{"set", expressions, (*Session).set},
		{"unset", facts, (*Session).unset},
		{"load", files, (*Session).load},
		{"edit", nothing, (*Session).edit},
		{"now", facts, (*Session).setNow},
		{"goto", directions, (*Session).goTo},
		{"decide", nothing, (*Session).decide},
		{"why", clauses, (*Session).why},
		{"when", facts, (*Session).when},
		{"fix", nothing, (*Session).fix},
		{"what-if", expressions, (*Session).whatIf},
		{"unknown", facts, (*Session).unknown},
		{"clauses", clauses, (*Session).listClauses},
		{"show", clauses, (*Session).show},
		{"at", files, (*Session).at},
		{"type", expressions, (*Session).typeOf},
		{"doc", names, (*Session).doc},
		{"undo", nothing, (*Session).undo},
		{"redo", nothing, (*Session).redo},
		{"reload", nothing, (*Session).reload},
		{"watch", switches, (*Session).watch},
		{"status", nothing, (*Session).status},
		{"as", files, (*Session).as},
		{"compare", versions, (*Session).compare},
		{"test", files, (*Session).test},
		{"save", files, (*Session).save},
		{"help", commandNames, (*Session).help},
		{"quit", nothing, (*Session).stop},
	}
}

func (s *Session) command(line string) (string, error) {
	word, rest, at := split(line)
	c, err := find(word)
	if err != nil {
		return "", err
	}
	return c.answer(s, rest, at)
}

// split parts a line into its command, which is empty where it has none, and the rest.
func split(line string) (word, rest string, at int) {
	text := strings.TrimLeftFunc(line, unicode.IsSpace)
	if !strings.HasPrefix(text, ":") {
		return "", line, 0
	}
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		end = len(text)
	}
	rest = strings.TrimLeftFunc(text[end:], unicode.IsSpace)
	return text[:end], rest, utf8.RuneCountInString(line) - utf8.RuneCountInString(rest)
}

// find gives the command that a word names, whole or by the beginning of its name.
func find(word string) (command, error) {
	var all, begin []string
	var found command
	for _, c := range commands() {
		name := ":" + c.name
		if name == word {
			return c, nil
		}
		if all = append(all, name); strings.HasPrefix(name, word) {
			begin, found = append(begin, name), c
		}
	}
	slices.Sort(begin)
	switch {
	case len(begin) == 1:
		return found, nil
	case word == ":":
		return found, problem("`:help` lists the commands", "a command has a name")
	case len(begin) > 1:
		return found, problem("", "`%s` can be %s", word, strings.Join(begin, ", "))
	}
	return found, problem(didYouMean(word, all, "`:help` lists the commands"), "there is no command `%s`", word)
}

// didYouMean is a hint: the name that is near, or what else would help.
func didYouMean(word string, among []string, otherwise string) string {
	if near := schema.Near(word, among); near != "" {
		return "did you mean `" + near + "`?"
	}
	return otherwise
}

// Package playground is the session in which a person tries clauses on facts: a line
// in, text out. It has no terminal, no clock and no goroutine, and reaches files and
// folders only through the functions of its World, so that it runs in a pipe, in a
// test and in a page of the web as it does in a terminal.
//
// Begin with [New] and [Session.Line]. Around them a terminal asks for
// [Session.Prompt], [Session.Complete], [Session.Incomplete] and [Session.Highlight],
// and between lines for [Session.Refresh], which reads the clauses anew.
//
// A line that begins with a colon is a command, as `:help` lists them. Any other is a
// CEL expression over the facts. Whatever goes wrong is said and changes nothing. Text
// never holds control characters other than line feeds and what Style paints, whatever
// facts, files and lines hold.
//
// A Session belongs to one goroutine.
package playground

import (
	"bytes"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
)

// World is what a session reaches outside of itself. Only Policy is needed: commands
// that need what is nil say that it cannot be done here.
type World struct {
	Policy func() *engine.Policy                                         // the last one that loaded
	Reload func() error                                                  // reads its clauses anew; the error is that of engine.Load
	Folder string                                                        // where its clauses come from, in words
	Read   func(file string) (*schema.Value, error)                      // facts
	Edit   func(text []byte) ([]byte, error)                             // lets a person edit facts, as YAML
	Write  func(file string, data []byte) error                          // a new file, never over another
	Load   func(version string) (*engine.Policy, error)                  // another version of the clauses
	Cases  func(p *engine.Policy, paths ...string) ([]cases.Case, error) // runs golden cases
	Files  func(prefix string) []string                                  // names of files that begin so
}

// Session is what a person does in one sitting.
type Session struct {
	Style render.Style // of all text; the zero value is for files

	world  World
	policy *engine.Policy // that answers
	broken error          // why the clauses do not load as they are now; or nil
	state
	done, undone []change

	line  string          // that is being answered
	flips []engine.Change // of the last :when
	cases []string        // of the last :test
	place place           // of the last :at
	draft []byte          // what :edit could not take; or nil
	quit  bool
}

// state is what commands change, and :undo brings back. What it refers to is never
// changed, only replaced.
type state struct {
	name     string // of the facts
	loaded   []byte // the facts as they were when they got that name, encoded
	facts    schema.Facts
	versions map[string]*engine.Policy
	watching bool
}

// change is a state that was left, and the line that left it.
type change struct {
	state
	line string
}

// New begins a session with facts that the schema of the policy accepts, and a name for
// them.
func New(w World, name string, f schema.Facts) *Session {
	s := &Session{world: w, policy: w.Policy()}
	s.state = state{name: name, facts: f, loaded: s.encode(f), watching: w.Reload != nil}
	s.policy.Names(f.Action(), "") // makes what completion needs before somebody waits for it
	return s
}

// Line answers a line, or several that are one expression. The answer is empty or ends
// in a line feed. more is false after :quit.
func (s *Session) Line(line string) (answer string, more bool) {
	s.line = strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(line, "\uFEFF"), "\r\n", "\n"), " \t\r\n")
	answerer := s.evaluate
	if strings.HasPrefix(strings.TrimSpace(s.line), ":") {
		answerer = s.command
	}
	answer, err := answerer(s.line)
	if err != nil {
		answer += complaint(err)
	}
	return answer, !s.quit
}

// Prompt is what stands before a line: the name of the facts, * where they were
// changed, ! while the clauses do not load, and the frozen `now`.
func (s *Session) Prompt() string {
	text := printable(s.name)
	if !bytes.Equal(s.loaded, s.encode(s.facts)) {
		text += "*"
	}
	if s.broken != nil {
		text += " !"
	}
	layout := "2006-01-02T15:04Z"
	if now := s.now(); now.Second() != 0 || now.Nanosecond() != 0 {
		layout = "2006-01-02T15:04:05.999999999Z"
	}
	return text + " " + s.now().Format(layout) + "> "
}

// enter goes over to another state, and keeps the one that was for :undo.
func (s *Session) enter(next state) {
	s.done = append(s.done, change{s.state, s.line})
	s.undone, s.state = nil, next
}

func (s *Session) undo(string, int) (string, error) {
	return s.step("undone: ", "there is nothing to undo", &s.done, &s.undone)
}

func (s *Session) redo(string, int) (string, error) {
	return s.step("done again: ", "there is nothing to redo", &s.undone, &s.done)
}

// step goes back along one of the two ways, and lays the other out behind it.
func (s *Session) step(word, nothing string, from, to *[]change) (string, error) {
	last := len(*from) - 1
	if last < 0 {
		return "", problem("", "%s", nothing)
	}
	c := (*from)[last]
	*from, *to = (*from)[:last], append(*to, change{s.state, c.line})
	was := s.facts
	s.state = c.state
	return s.text(0, word+strings.Join(strings.Fields(c.line), " ")) + s.moved(was), nil
}

func (s *Session) stop(string, int) (string, error) {
	s.quit = true
	return "", nil
}

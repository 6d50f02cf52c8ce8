package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/reeflective/readline"
	"github.com/reeflective/readline/inputrc"

	"github.com/clausewise/clausewise/playground"
)

// terminal reads lines from a person, with completion, colours and a history. While it
// waits, a goroutine reads the clauses, so whatever touches the session holds the lock.
type terminal struct {
	repl   *repl
	shell  *readline.Shell
	lock   sync.Mutex
	notice string // what the hint line says
}

func (r *repl) terminal() *terminal {
	t := &terminal{repl: r, shell: readline.NewShell(inputrc.WithApp("clausewise"))}
	t.configure()
	t.shell.Prompt.Primary(func() string { return locked(t, r.Prompt) })
	t.shell.AcceptMultiline = func(line []rune) bool {
		return locked(t, func() bool { return endsEmpty(string(line)) || !r.Incomplete(string(line)) })
	}
	t.shell.SyntaxHighlighter = func(line []rune) string {
		return locked(t, func() string { return r.Highlight(string(line)) })
	}
	t.shell.Completer = t.complete
	h, err := openHistory()
	if err != nil {
		fmt.Fprintln(r.errs, err)
	}
	t.shell.History.Delete()
	t.shell.History.Add("history", h)
	fmt.Fprintln(r.errs, "`:help` lists the commands, Ctrl-D leaves")
	return t
}

// configure lets the tab key list what can be meant as soon as it is pressed, and a pasted
// tab nothing.
func (t *terminal) configure() {
	config := t.shell.Config
	_ = config.Set("enable-bracketed-paste", true) // readline knows all of these
	_ = config.Set("menu-complete-display-prefix", true)
	for keymap := range config.Binds {
		if config.Binds[keymap]["\t"].Action == "complete" {
			_ = config.Bind(keymap, "\t", "menu-complete", false)
		}
	}
}

// locked calls what touches the session.
func locked[T any](t *terminal, call func() T) T {
	t.lock.Lock()
	defer t.lock.Unlock()
	return call()
}

func (t *terminal) next() (string, error) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		t.watch(stop)
	}()
	line, err := t.shell.Readline()
	close(stop)
	<-stopped
	if t.notice != "" {
		t.shell.Hint.ClearTransient()
		io.WriteString(t.repl.out, t.notice)
		t.notice = ""
	}
	if errors.Is(err, readline.ErrInterrupt) {
		err = errInterrupted
	}
	return line, err
}

// watch reads the clauses while a person thinks, and says on the hint line what that
// changed: the line that she has begun stays as it is.
func (t *terminal) watch(stop chan struct{}) {
	tick := time.NewTicker(t.repl.pause)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		if notice := locked(t, t.repl.refresh); notice != "" {
			t.notice += notice
			t.shell.Hint.SetTransient(hint(notice))
		}
	}
}

// hint is a text on one line.
func hint(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "; ")
}

func (t *terminal) complete(line []rune, cursor int) readline.Completions {
	t.lock.Lock()
	found, typed := t.repl.Complete(string(line), cursor)
	t.lock.Unlock()
	begin := cursor - typed
	for begin > 0 && line[begin-1] != ' ' && line[begin-1] != '\n' {
		begin--
	}
	var values []readline.Completion
	for _, c := range found {
		values = append(values, readline.Completion{Value: string(line[begin:cursor-typed]) + c.Text, Display: c.Text, Description: described(c)})
	}
	made := readline.CompleteRaw(values)
	made.PREFIX = string(line[begin:cursor])
	return made
}

func described(c playground.Candidate) string {
	if c.Type == "" || c.Doc == "" {
		return c.Type + c.Doc
	}
	return c.Type + ": " + c.Doc
}

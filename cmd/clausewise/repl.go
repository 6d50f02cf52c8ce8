package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/playground"
	"github.com/spf13/cobra"
)

// repl is a session and what is around it: lines come in, answers go out, and between
// them the clauses are read anew.
type repl struct {
	*app
	*playground.Session
	pause   time.Duration // between two readings of the clauses
	last    time.Time     // when they were read
	unended string        // lines of an expression that goes on
}

// lineSource is where a session's lines come from: a person, or a file.
type lineSource interface {
	next() (line string, err error) // io.EOF at the end
}

// errInterrupted is what a person ends a line with that is not meant.
var errInterrupted = errors.New("interrupted")

func (a *app) replCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "repl [FACTS]",
		Short: "Play with clauses and facts: ask why, until when, and what would help",
		Long: `Play with clauses and facts: ask why, until when, and what would help.

Clauses in a folder (--policies) are read anew whenever they are edited, and the
session tells what that changed. Without a terminal it answers lines of standard
input, and shows each above its answer.`,
		Example: `  clausewise repl facts.yaml --policies my-policies
  clausewise repl facts.yaml < lines.txt`,
		Args: arguments(0, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.repl(args) },
	}
}

func (a *app) repl(args []string) error {
	if a.format != "text" {
		return usage("`decide`, `explain`, `when` and `fix` have a form for tools", "the playground speaks text only")
	}
	r, err := a.begin(args)
	if err != nil {
		return err
	}
	if out, ok := a.out.Writer.(*os.File); ok && isTerminal(out) && isTerminal(a.in) {
		return r.loop(r.terminal())
	}
	return r.loop(&script{bufio.NewReader(a.in), r})
}

// begin makes the session, with its facts.
func (a *app) begin(args []string) (*repl, error) {
	w, err := a.world()
	if err != nil {
		return nil, err
	}
	name, f := "made-up", schema.Facts(a.madeUp())
	if len(args) > 0 {
		v, err := readFacts(args[0])
		if err == nil {
			f, err = w.Policy().Schema().Decode(v, a.now())
		}
		if err != nil {
			return nil, fail(exitLoad, err)
		}
		name, _, _ = strings.Cut(filepath.Base(args[0]), ".")
	}
	r := &repl{app: a, Session: playground.New(w, name, f), pause: time.Second / 2, last: time.Now()}
	r.Style = a.out.style()
	if len(args) == 0 {
		fmt.Fprintln(a.errs, "no facts were named, these are made up: `:facts` shows them, `:load FILE` takes others")
	}
	return r, nil
}

// madeUp are facts to begin with: a person wrote an hour ago, a human answers.
func (a *app) madeUp() *facts.Send {
	f := &facts.Send{Now: a.now().UTC().Truncate(time.Second), Platform: "messenger"}
	f.Message = facts.Message{Kind: "standard", Sender: "human", Parts: 1}
	f.Thread.UserActions = []facts.UserAction{{Kind: "message", At: f.Now.Add(-time.Hour)}}
	return f
}

// world is what the session may reach.
func (a *app) world() (playground.World, error) {
	w := playground.World{Folder: "the shipped pack", Read: readFacts, Edit: edit, Write: writeNew,
		Load: a.version, Cases: cases.Run, Files: filesThatBegin}
	if a.policies == "" {
		p, err := a.policy()
		w.Policy = func() *engine.Policy { return p }
		return w, err
	}
	s, err := a.schema()
	if err != nil {
		return w, err
	}
	e, err := engine.Open(s, a.policies)
	w.Policy, w.Reload, w.Folder = e.Policy, e.Reload, a.policies
	return w, fail(exitLoad, err)
}

// loop answers lines until there are no more. What the output refuses ends it too.
func (r *repl) loop(from lineSource) error {
	for more := true; more && r.out.err == nil; {
		line, err := from.next()
		switch {
		case errors.Is(err, io.EOF):
			return r.end()
		case errors.Is(err, errInterrupted):
			r.unended = ""
			continue
		case err != nil:
			return err
		}
		more = r.feed(line)
	}
	return nil
}

// feed answers the lines of a text. An expression may go on over several; an empty
// line ends it as it is. Where several lines came at once, each stands above its answer.
func (r *repl) feed(text string) (more bool) {
	for line := range strings.SplitSeq(text, "\n") {
		if r.unended != "" {
			line = r.unended + "\n" + line
		}
		if r.unended = ""; !endsEmpty(line) && r.Incomplete(line) {
			r.unended = line
			continue
		}
		if line != text && strings.Contains(text, "\n") {
			fmt.Fprintln(r.out, r.echo(line))
		}
		if !r.answer(line) {
			return false
		}
	}
	return true
}

// endsEmpty says that the last of several lines is empty.
func endsEmpty(line string) bool {
	return strings.TrimSpace(line[strings.LastIndexByte(line, '\n')+1:]) == ""
}

// end answers what was never ended.
func (r *repl) end() error {
	if r.unended != "" {
		r.answer(r.unended)
	}
	return nil
}

func (r *repl) answer(line string) (more bool) {
	io.WriteString(r.out, r.refresh())
	answer, more := r.Line(line)
	io.WriteString(r.out, answer)
	return more
}

// refresh reads the clauses anew, unless they were read a moment ago.
func (r *repl) refresh() string {
	if now := time.Now(); now.Sub(r.last) >= r.pause {
		defer func() { r.last = time.Now() }()
		return r.Refresh()
	}
	return ""
}

// script gives the lines of a file or a pipe, and shows each above its answer.
type script struct {
	in   *bufio.Reader
	repl *repl
}

func (s *script) next() (string, error) {
	line, err := s.read()
	if err == nil {
		fmt.Fprintln(s.repl.out, s.repl.echo(line))
	}
	return line, err
}

// echo is a line as it is shown: what goes on behind a bar, and nothing in it that a
// terminal would obey.
func (r *repl) echo(line string) string {
	before := "> "
	if r.unended != "" {
		before = "| "
	}
	return before + strings.Map(func(c rune) rune {
		if !unicode.IsGraphic(c) && c != '\t' && c != '\n' {
			return unicode.ReplacementChar
		}
		return c
	}, line)
}

// longest is the most bytes of a line; none that means anything is as long.
const longest = 64 << 10

func (s *script) read() (string, error) {
	var line []byte
	for {
		part, err := s.in.ReadSlice('\n')
		if line = append(line, part[:min(len(part), longest+1-len(line))]...); errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if len(line) > 0 && errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(string(line), "\r\n"), err
	}
}

// writeNew writes a file that there is not yet.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("`%s` is there already, and nothing is written over", name)
	}
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("`%s` cannot be written: %s", name, reason(err))
	}
	return nil
}

// filesThatBegin lists files and folders for completion.
func filesThatBegin(prefix string) (names []string) {
	folder, _ := filepath.Split(prefix)
	entries, _ := os.ReadDir(filepath.Clean("./" + folder))
	if filepath.IsAbs(folder) {
		entries, _ = os.ReadDir(folder)
	}
	for _, e := range entries {
		name := folder + e.Name()
		if e.IsDir() {
			name += string(filepath.Separator)
		}
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return names
}

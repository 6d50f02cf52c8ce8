package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
)

// TestTerminal drives the playground in a real terminal, as a person would.
func TestTerminal(t *testing.T) {
	p := sitDown(t, "state")

	// Completion: one candidate is typed out, several are listed with what they mean.
	p.types("message.ki", "Tab")
	p.sees("> message.kind")
	p.types(` == "st`, "Tab", "Enter")
	p.sees(`> message.kind == "standard"` + "\ntrue : a condition\n" + prompt)
	p.types("thread.user_actions[0].", "Tab")
	p.sees("-- an instant: When it happened")
	p.types("C-c", "C-c")
	p.sees("[0].^C\n" + prompt)

	// An expression goes on while a bracket is open, and ctrl-c takes all of it back.
	p.types("thread.user_actions.exists(a,", "Enter", `a.kind == "message")`, "Enter")
	p.sees(`a.kind == "message")` + "\ntrue : a condition\n" + prompt)
	p.types("thread.user_actions.all(b,", "Enter", "b.", "C-c")
	p.sees("b.^C\n" + prompt)

	// What an edit changes is told below a line that is half typed, which stays.
	p.types(`:what-if message.kind = "tag`)
	p.edits("hours(24)", "hours(36)")
	p.sees(`:what-if message.kind = "tag` + "\nreloaded: define/standard_window; denied → permitted;")
	p.types(`ged", message.tag = "HUMAN_AGENT"`, "Enter")
	p.sees("then      permitted\n")

	// Clauses that do not load mark the prompt until they do.
	p.types("1 + ")
	p.edits("hours(36)", "hours(36")
	p.sees("late-reply ! 2026-01-10T15:00Z> 1 +\nnot loaded, the last good clauses stay: policies/define/standard_window.cel:10:6")
	p.edits("hours(36", "hours(24)")
	p.sees("late-reply 2026-01-10T15:00Z> 1 +\nreloaded:")
	p.types("1", "Enter")
	p.sees("2 : a whole number\n" + prompt)

	// History: what was entered is found again, but for lines that begin with a space.
	p.types(" 7 * 7", "Enter")
	p.sees("49 : a whole number\n" + prompt)
	p.types("C-r", "what")
	p.sees(`:what-if message.kind = "tagged"`)
	p.types("Enter")
	p.sees("then      permitted\n  - message-tags/human-agent-would-serve advises\n  + message-tags/human-agent permits\n" + prompt)
	p.types(":quit", "Enter")
	p.sees("left with 0")
	file := filepath.Join(p.folder, "state", "clausewise", "history")
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(kept), "what-if")
	require.NotContains(t, string(kept), "7 * 7")
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
}

// TestNoHome: a home in which nothing can be written is said once, and no failure.
func TestNoHome(t *testing.T) {
	p := sitDown(t, "policies/define/standard_window.cel")
	p.sees("the history is not kept")
	p.types("message.kind", "Enter")
	p.sees(`"standard" : a text` + "\n" + prompt)
	p.types("C-d")
	p.sees("left with 0")
}

const prompt = "late-reply 2026-01-10T15:00Z>"

// person sits at a terminal of tmux.
type person struct {
	t      *testing.T
	folder string
}

// sitDown begins a session with the shipped pack in a folder of its own.
func sitDown(t *testing.T, state string) *person {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed: the terminal is not tested")
	}
	p := &person{t, t.TempDir()}
	p.runs("go", "build", "-o", filepath.Join(p.folder, "clausewise"), ".")
	facts, err := os.ReadFile("../../testdata/sessions/late-reply.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(p.folder, "late-reply.yaml"), facts, 0o644))
	require.NoError(t, os.CopyFS(filepath.Join(p.folder, "policies"), policies.FS()))
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", p.folder+"/socket", "kill-server").Run() })
	p.tmux("-u", "-f", os.DevNull, "new-session", "-d", "-x", "120", "-y", "50", "-c", p.folder,
		"env XDG_STATE_HOME="+filepath.Join(p.folder, state)+" INPUTRC=/dev/null ./clausewise repl late-reply.yaml --policies policies; echo left with $?; sleep 60")
	p.sees(prompt)
	return p
}

func (p *person) runs(name string, args ...string) string {
	p.t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(p.t, err, string(out))
	return string(out)
}

func (p *person) tmux(args ...string) string {
	p.t.Helper()
	return p.runs("tmux", append([]string{"-S", p.folder + "/socket"}, args...)...)
}

// types presses keys: a text, or the name of one such as Tab or C-c. Readline loses what
// is pressed while it asks the terminal where the cursor stands, so a key of which nothing
// came is pressed again, as a person would.
func (p *person) types(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		before := p.still()
		for again := 0; again < 3 && p.screen() == before; again++ {
			p.tmux("send-keys", k)
			p.waits(func() bool { return p.screen() != before })
		}
	}
}

// waits up to ten seconds.
func (p *person) waits(until func() bool) {
	for range 100 {
		if until() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// still is the screen once it no longer changes.
func (p *person) still() (screen string) {
	p.t.Helper()
	p.waits(func() bool {
		last := screen
		screen = p.screen()
		return screen == last
	})
	return screen
}

// screen is what is on the screen, and where the cursor stands.
func (p *person) screen() string {
	p.t.Helper()
	lines := strings.Split(p.tmux("capture-pane", "-p"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + p.tmux("display-message", "-p", "#{cursor_x},#{cursor_y}")
}

// sees waits until a text is on the screen.
func (p *person) sees(text string) {
	p.t.Helper()
	p.waits(func() bool { return strings.Contains(p.screen(), text) })
	require.Contains(p.t, p.screen(), text)
}

// edits changes the length of the standard window, in one stroke as an editor does.
func (p *person) edits(old, text string) {
	p.t.Helper()
	file := filepath.Join(p.folder, "policies", "define", "standard_window.cel")
	clause, err := os.ReadFile(file)
	require.NoError(p.t, err)
	require.Contains(p.t, string(clause), old)
	require.NoError(p.t, os.WriteFile(file+"~", []byte(strings.Replace(string(clause), old, text, 1)), 0o644))
	require.NoError(p.t, os.Rename(file+"~", file))
}

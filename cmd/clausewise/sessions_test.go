package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
)

// TestSessions plays the sessions of testdata/sessions, which are the manual of the
// playground: what a person types stands behind `> `, and behind `| ` where an
// expression goes on; what her shell gets behind `$ `; and between them the answers.
// Lines that begin with # are for the reader.
func TestSessions(t *testing.T) {
	dir, err := filepath.Abs("../../testdata/sessions")
	require.NoError(t, err)
	scripts, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := play(t, dir, string(want))
			if update() {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			require.Equal(t, string(want), got)
		})
	}
}

// play gives a session with the answers that it gets, in a folder with the shipped pack
// and the facts that lie beside the sessions.
func play(t *testing.T, dir, text string) string {
	work := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(work, "policies"), policies.FS()))
	facts, err := os.ReadFile(filepath.Join(dir, "late-reply.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(work, "late-reply.yaml"), facts, 0o644))
	t.Chdir(work)
	for name, value := range map[string]string{"EDITOR": "", "VISUAL": "", "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "Owner", "GIT_AUTHOR_EMAIL": "owner@example.com", "GIT_COMMITTER_NAME": "Owner", "GIT_COMMITTER_EMAIL": "owner@example.com"} {
		t.Setenv(name, value)
	}
	s := sitting{}
	for line := range strings.Lines(text) {
		s.line(t, strings.TrimSuffix(line, "\n"))
	}
	return regexp.MustCompile(`sha256:[0-9a-f]+`).ReplaceAllString(strings.TrimPrefix(s.seen.String(), "\n"), "sha256:…")
}

// sitting is a person at a shell, and in a session once she began one.
type sitting struct {
	seen bytes.Buffer
	repl *repl
}

func (s *sitting) line(t *testing.T, line string) {
	switch {
	case strings.HasPrefix(line, "# "):
		s.write("\n" + line)
	case strings.HasPrefix(line, "$ "):
		s.write(line)
		s.shell(t, strings.Fields(line[2:]), line[2:])
	case strings.HasPrefix(line, "> "), strings.HasPrefix(line, "| "), line == ">", line == "|":
		typed := strings.TrimPrefix(line[1:], " ")
		s.write(strings.TrimRight(s.repl.echo(typed), " "))
		require.True(t, s.repl.feed(typed))
	}
}

func (s *sitting) write(line string) { s.seen.WriteString(line + "\n") }

// shell runs what is no session.
func (s *sitting) shell(t *testing.T, words []string, line string) {
	a := &app{out: &output{Writer: &s.seen}, errs: &s.seen}
	if words[0] == "clausewise" && words[1] == "repl" {
		c, rest, err := a.command().Find(words[1:])
		require.NoError(t, err)
		require.NoError(t, c.ParseFlags(rest))
		s.repl, err = a.begin(c.Flags().Args())
		require.NoError(t, err)
		s.repl.pause = 0
		return
	}
	if words[0] == "clausewise" {
		run(words[1:], strings.NewReader(""), &s.seen, &s.seen)
		return
	}
	out, err := exec.Command("sh", "-c", line).CombinedOutput()
	require.NoError(t, err, string(out))
	_, _ = io.Copy(&s.seen, bytes.NewReader(out))
}

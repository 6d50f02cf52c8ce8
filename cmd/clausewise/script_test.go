package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary be the command, for the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"clausewise": main, "edit": editClause})
}

// update says that what is expected is rewritten instead of compared.
func update() bool { return os.Getenv("UPDATE_GOLDEN") != "" }

// TestScript runs the scripts of testdata. Each begins with a copy of the small policy
// pack testdata/policies beside it.
func TestScript(t *testing.T) {
	pack, err := filepath.Abs("testdata/policies")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		UpdateScripts:      update(),
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TERM", "xterm-256color")
			return os.CopyFS(filepath.Join(e.WorkDir, "policies"), os.DirFS(pack))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exit, "settle": settle},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("there is no such condition")
		},
	})
}

// exit CODE COMMAND… runs a command that must end with the exit code.
func exit(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: exit CODE COMMAND…")
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		got, err = ended.ExitCode(), nil
	}
	ts.Check(err)
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// settle FILE puts a word in place of what every build changes: a revision, a version.
func settle(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	for _, moving := range []struct{ pattern, word string }{
		{`sha256:[0-9a-f]{64}`, "sha256:…"},
		{`go1\.[0-9a-z.]+`, "go…"},
		{`(cel-go |"cel": ")v[0-9.]+`, "${1}…"},
		{`(clausewise |"clausewise": ")(\(devel\)|v[^\s"]+)`, "${1}…"},
	} {
		text = regexp.MustCompile(moving.pattern).ReplaceAllString(text, moving.word)
	}
	ts.Check(os.WriteFile(ts.MkAbs("settled"), []byte(text), 0o666))
}

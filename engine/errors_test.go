package engine_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestErrors loads every broken policy of testdata/errors and demands exactly the
// faults that are written there, on the line where each occurs. A case is one clause
// file, or an archive of the clause files that it takes. testdata/errors/README.md
// says how they are written.
func TestErrors(t *testing.T) {
	const dir = "../testdata/errors"
	for _, name := range list(t, dir) {
		t.Run(strings.TrimSuffix(name, filepath.Ext(name)), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(dir, name)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			c := parseBroken(name, data)
			c.faults = c.load(t, func(text string) string { return text })
			require.NotEmpty(t, c.faults, "a case has a fault or a warning")
			same(t, file, data, c.format())
			for way, change := range otherEncodings {
				require.Equal(t, messages(c.faults), messages(c.load(t, change)), way)
			}
		})
	}
}

// otherEncodings are ways to save a file that change no fault and no place.
var otherEncodings = map[string]func(string) string{
	"with CRLF":                func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
	"with a byte order mark":   func(text string) string { return "\uFEFF" + text },
	"without the last newline": func(text string) string { return strings.TrimSuffix(text, "\n") },
}

func list(t *testing.T, dir string) (names []string) {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".md" {
			names = append(names, e.Name())
		}
	}
	require.NotEmpty(t, names)
	return names
}

// same holds what is in a file against what should be; UPDATE_GOLDEN=1 rewrites it.
func same(t *testing.T, file string, want, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" && !bytes.Equal(want, got) {
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	require.Equal(t, string(want), string(got))
}

// broken is a policy that does not load, or loads with warnings.
type broken struct {
	archive *txtar.Archive // without markers
	single  bool           // one clause file, not an archive
	faults  engine.Errors
}

// marker begins what a case says of a line; it never stands in a clause.
var marker = regexp.MustCompile(` *//[!?] .*`)

func parseBroken(name string, data []byte) *broken {
	c := &broken{archive: txtar.Parse(data)}
	if filepath.Ext(name) == ".cel" {
		c.single = true
		c.archive = &txtar.Archive{Files: []txtar.File{{Name: name, Data: data}}}
	}
	for i, f := range c.archive.Files {
		text := regexp.MustCompile(`(?m)^//[!?] .*\n`).ReplaceAll(f.Data, nil) // of the file, or of the policy
		c.archive.Files[i].Data = marker.ReplaceAll(text, nil)
	}
	return c
}

func (c *broken) load(t *testing.T, change func(string) string) engine.Errors {
	fsys := fstest.MapFS{}
	for _, f := range c.archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: []byte(change(string(f.Data)))}
	}
	return faultsOf(t, fsys)
}

// faultsOf loads a policy and gives its errors, or else its warnings.
func faultsOf(t *testing.T, systems ...fs.FS) engine.Errors {
	p, err := engine.Load(messaging(t), systems...)
	if err == nil {
		return p.Warnings()
	}
	var faults engine.Errors
	require.ErrorAs(t, err, &faults)
	return faults
}

// format writes the case with its faults.
func (c *broken) format() []byte {
	made := &txtar.Archive{Comment: c.archive.Comment}
	for _, f := range c.archive.Files {
		made.Files = append(made.Files, txtar.File{Name: f.Name, Data: c.mark(f)})
	}
	if c.single {
		return made.Files[0].Data
	}
	return txtar.Format(made)
}

// mark puts every fault of a file at the end of its line, and what has no line at the
// end of the file.
func (c *broken) mark(f txtar.File) []byte {
	lines := strings.Split(string(f.Data), "\n")
	last := len(lines) - 1
	for _, e := range c.faults {
		switch {
		case e.File == f.Name && e.Line > 0:
			lines[e.Line-1] += "  " + mark(e, fmt.Sprint(e.Col))
		case e.File == f.Name:
			lines[last] += mark(e, "file") + "\n"
		case e.File == "" && f.Name == c.archive.Files[len(c.archive.Files)-1].Name:
			lines[last] += mark(e, "policy") + "\n"
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

func mark(e *engine.Error, where string) string {
	sign := "//!"
	if e.Warning != "" {
		sign = "//?"
	}
	text := sign + " " + where + ": " + e.Message
	if e.Hint != "" {
		text += " | " + e.Hint
	}
	return text
}

func messages(faults engine.Errors) (messages []string) {
	for _, e := range faults {
		messages = append(messages, e.Error()+" | "+e.Hint)
	}
	return messages
}

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const readme = "../../README.md"

// TestReadmeTranscripts runs the console blocks of the README, in order and in one
// copy of the repository, and holds what they print to what stands there.
func TestReadmeTranscripts(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	dir := t.TempDir()
	for _, folder := range []string{"policies", "testdata"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, folder), os.DirFS("../../"+folder)))
	}
	ran := 0
	made := block("console").ReplaceAllStringFunc(string(text), func(b string) string {
		ran++
		return "```console\n" + transcript(t, dir, b) + "```\n"
	})
	require.NotZero(t, ran)
	if update() {
		require.NoError(t, os.WriteFile(readme, []byte(made), 0o644))
		return
	}
	require.Equal(t, made, string(text))
}

// block finds the fenced blocks of a language; the first group is what stands in it.
func block(language string) *regexp.Regexp {
	return regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```\n")
}

// command is a line behind a $, with the lines behind a > that continue it.
var command = regexp.MustCompile(`(?m)^\$ .*\n(?:> .*\n)*`)

// transcript gives the commands of a block anew, each with what it prints.
func transcript(t *testing.T, dir, b string) string {
	var made []string
	for _, shown := range command.FindAllString(b, -1) {
		typed := regexp.MustCompile(`(?m)^[$>] `).ReplaceAllString(shown, "")
		made = append(made, shown+printed(t, dir, typed))
	}
	return strings.Join(made, "\n")
}

// printed runs a command as the reader would, with this very program as clausewise.
func printed(t *testing.T, dir, command string) string {
	cmd := exec.Command("sh", "-c", strings.Replace(command, "go run ./cmd/clausewise", "clausewise", 1))
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "EDITOR=edit")
	out, err := cmd.CombinedOutput()
	if _, ended := err.(*exec.ExitError); !ended {
		require.NoError(t, err)
	}
	return string(out)
}

// edit is the editor of the README: each time it makes the next of the changes that
// are told there.
func edit() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	for _, change := range [][2]string{{"hours(24)", "2d"}, {"2d", "days(2)"}} {
		if strings.Contains(string(text), "\n"+change[0]+"\n") {
			text = []byte(strings.Replace(string(text), "\n"+change[0]+"\n", "\n"+change[1]+"\n", 1))
			break
		}
	}
	if err := os.WriteFile(os.Args[1], text, 0o644); err != nil {
		panic(err)
	}
}

// TestReadmeCode holds the Go of the README to examples, which are compiled and run,
// and its clauses to the shipped pack.
func TestReadmeCode(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	code := block("go").FindAllStringSubmatch(string(text), -1)
	clauses := block("cel").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, code)
	require.NotEmpty(t, clauses)
	known := examples(t, "../../engine/example_test.go")
	for _, b := range code {
		require.Contains(t, known, b[1], "no example of package engine is this code")
	}
	shipped := clauseTexts(t)
	for _, b := range clauses {
		require.Contains(t, shipped, b[1], "no clause of the shipped pack is this one")
	}
}

// examples gives the types, and the bodies of the examples, of a test file as text.
func examples(t *testing.T, file string) (texts []string) {
	source, err := os.ReadFile(file)
	require.NoError(t, err)
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.ParseComments)
	require.NoError(t, err)
	for _, d := range parsed.Decls {
		from, to := set.Position(d.Pos()).Offset, set.Position(d.End()).Offset
		if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Example") {
			from, to = set.Position(f.Body.Lbrace).Offset+2, set.Position(f.Body.Rbrace).Offset
			body, _, _ := strings.Cut(string(source[from:to]), "\t// Output:")
			texts = append(texts, regexp.MustCompile(`(?m)^\t`).ReplaceAllString(body, ""))
			continue
		}
		texts = append(texts, string(source[from:to])+"\n")
	}
	return texts
}

func clauseTexts(t *testing.T) (texts []string) {
	require.NoError(t, filepath.WalkDir("../../policies", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".cel" {
			var text []byte
			text, err = os.ReadFile(name)
			texts = append(texts, string(text))
		}
		return err
	}))
	return texts
}

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
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const readme = "../../README.md"

// TestReadmeTranscripts runs the console blocks of the README, in order and in one
// copy of the repository, and holds what they print to what stands there.
func TestReadmeTranscripts(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"policies", "testdata"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, folder), os.DirFS("../../"+folder)))
	}
	holdBlocks(t, "console", func(b string) string { return transcript(t, dir, b) })
}

// TestReadmeCode holds the Go of the README to examples, which are compiled and run.
func TestReadmeCode(t *testing.T) {
	holdBlocks(t, "go", asIn(t, examples(t, "../../engine/example_test.go")))
}

// TestReadmeClauses holds the clauses of the README to the shipped pack.
func TestReadmeClauses(t *testing.T) {
	holdBlocks(t, "cel", asIn(t, clauseTexts(t)))
}

// asIn gives a block anew as the text that begins with the same line.
func asIn(t *testing.T, texts []string) func(string) string {
	first := func(text string) string {
		line, _, _ := strings.Cut(text, "\n")
		return line
	}
	return func(b string) string {
		i := slices.IndexFunc(texts, func(text string) bool { return first(text) == first(b) })
		require.GreaterOrEqual(t, i, 0, "nothing begins with %q", first(b))
		return texts[i]
	}
}

// holdBlocks compares the blocks of a language with what is made of them.
func holdBlocks(t *testing.T, language string, made func(block string) string) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	require.Regexp(t, block(language), string(text))
	whole := block(language).ReplaceAllStringFunc(string(text), func(b string) string {
		return "```" + language + "\n" + made(block(language).FindStringSubmatch(b)[1]) + "```\n"
	})
	if update() {
		require.NoError(t, os.WriteFile(readme, []byte(whole), 0o644))
	} else {
		require.Equal(t, whole, string(text))
	}
}

// block finds the fenced blocks of a language; the first group is what stands in it.
func block(language string) *regexp.Regexp {
	return regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```\n")
}

// command is a line behind a $, with the lines behind a > that continue it up to END.
var command = regexp.MustCompile(`(?m)^\$ .*<<END\n(?:> .*\n)*?> END\n|^\$ .*\n`)

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

// editClause is the editor of the README: each time it makes the next of the changes that
// are told there.
func editClause() {
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

// TestLinks holds the links of the pages to files that are there.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	for _, page := range []string{readme, "../../CHANGELOG.md", "../../policies/README.md", "../../testdata/README.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		links := link.FindAllStringSubmatch(string(text), -1)
		require.NotEmpty(t, links, page)
		for _, l := range links {
			_, err := os.Stat(filepath.Join(filepath.Dir(page), l[1]))
			require.NoError(t, err, page)
		}
	}
}

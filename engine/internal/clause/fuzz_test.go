package clause

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// FuzzRead holds what is true of any bytes: every place is one of the file, what a
// compiler gets stands where the file has it, and line ends do not matter.
func FuzzRead(f *testing.F) {
	for _, seed := range clauses(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, faults := Read("f.cel", "f", data)
		for _, e := range faults {
			require.LessOrEqual(t, e.Line, strings.Count(string(data), "\n")+1)
			if e.Line > 0 {
				require.LessOrEqual(t, 1, e.Col)
				require.LessOrEqual(t, e.Col, len([]rune(e.Text))+1)
				require.LessOrEqual(t, e.EndCol, len([]rune(e.Text))+1)
			}
			require.NotContains(t, e.Message+e.Hint, "\n")
			e.Detail()
		}
		if file == nil {
			require.NotEmpty(t, faults)
			return
		}
		for _, e := range exprs(file) {
			requirePlaces(t, file, e)
			require.False(t, e.Bad && len(faults) == 0, "an expression is bad and nothing says why")
		}
		if !strings.Contains(string(data), "\r") {
			crlf, again := Read("f.cel", "f", []byte(strings.ReplaceAll(string(data), "\n", "\r\n")))
			if crlf != nil { // it may be over the limit of a file
				require.Equal(t, file, crlf)
				require.Equal(t, faults, again)
			}
		}
	})
}

// requirePlaces holds that the tokens of an expression stand in the file, and in
// what a compiler gets, where they say.
func requirePlaces(t *testing.T, file *File, e *Expr) {
	source, lines := []rune(file.Text), strings.Split(e.Text, "\n")
	require.Equal(t, e.Tokens[0].Line, e.Line)
	require.Equal(t, e.Tokens[0].Col, e.Col)
	for _, token := range e.Tokens {
		first, _, long := strings.Cut(token.Text, "\n")
		at := []rune(lines[token.Line-1])[token.Col-1:]
		require.Equal(t, first, string(at[:len([]rune(first))]))
		require.Equal(t, first, string([]rune(file.lines[token.Line-1])[token.Col-1:][:len([]rune(first))]))
		if !long || e == file.Body {
			require.Equal(t, token.Text, string(source[token.Start:token.End]))
		} else {
			require.True(t, e.Bad, "a token of the header that the // cuts")
		}
	}
	last := e.Tokens[len(e.Tokens)-1]
	if e == file.Body {
		require.Equal(t, file.Text, e.Text)
		return
	}
	require.Len(t, lines, last.LastLine())
	before := strings.Join(lines[:e.Line-1], "") + string([]rune(lines[e.Line-1])[:e.Col-1])
	kept, tokens := Scan(e.Text), e.Tokens
	kept = slices.DeleteFunc(kept, func(t Token) bool { return t.Kind == Comment })
	require.Empty(t, strings.TrimLeft(before, " "), "something else than the expression is left")
	require.Equal(t, words(tokens), words(kept), "the compiler gets other tokens")
}

func words(tokens []Token) (words []Word) {
	for _, t := range tokens {
		words = append(words, Word{t.Text, t.Line, t.Col})
	}
	return words
}

func exprs(f *File) []*Expr {
	all := []*Expr{f.Scope, f.By, f.Body}
	for _, w := range slices.Concat(f.Message, f.Otherwise) {
		for _, p := range w {
			all = append(all, p.Hole)
		}
	}
	return slices.DeleteFunc(all, func(e *Expr) bool { return e == nil })
}

// clauses are the clauses of the archives in testdata.
func clauses(t testing.TB) (clauses [][]byte) {
	archives, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".cel") {
				clauses = append(clauses, []byte(unseen.Replace(string(f.Data))))
			}
		}
	}
	return clauses
}

// TestHostile reads files made to cost much: each comes to an end, and reports no more than
// a person could read.
func TestHostile(t *testing.T) {
	const header = "// t\n//\n//   effect: permit\n//   on: a\n//   source: s\n//   covers: X\n//   message: "
	for name, text := range map[string]string{
		"a file over the limit":     strings.Repeat(" ", MaxFile+1),
		"nothing but semicolons":    strings.Repeat(";", MaxFile),
		"nothing but brackets":      strings.Repeat("(", MaxFile),
		"nothing but zeros":         strings.Repeat("\x00", MaxFile),
		"nothing but curly quotes":  strings.Repeat("“", MaxFile/3),
		"nothing but quotes":        strings.Repeat("'", MaxFile),
		"nothing but triples":       strings.Repeat("'''\n", MaxFile/4),
		"nothing but remarks":       strings.Repeat("/*\n", MaxFile/3),
		"nothing but closed ones":   strings.Repeat("/**/", MaxFile/4),
		"nothing but backticks":     strings.Repeat("`\n", MaxFile/2),
		"nothing but numbers":       strings.Repeat("1e", MaxFile/2),
		"nothing but lost keys":     strings.Repeat("//on:\n", MaxFile/6),
		"nothing but line ends":     strings.Repeat("\n", MaxFile),
		"nothing but comments":      strings.Repeat("//\n", MaxFile/3),
		"a title without an end":    "//" + strings.Repeat("x", MaxFile-2),
		"an unknown key at length":  "//   effect: define\n//   " + strings.Repeat("x", maxHeader-100) + ":\n\n1",
		"holes":                     header + strings.Repeat("{a}", maxHeader/4) + "\n\n1",
		"open holes":                header + strings.Repeat("{ ", maxHeader/4) + "\n\n1",
		"open holes on their lines": header + strings.Repeat("\n//     | {", maxHeader/11) + "\n\n1",
		"holes on their lines":      header + strings.Repeat("\n//    {a}", maxHeader/11) + "\n\n1",
		"lines of a value":          header + strings.Repeat("\n//    a", maxHeader/9) + "\n\n1",
		"keys":                      header + strings.Repeat("\n//   scope: a", maxHeader/15) + "\n\n1",
		"a list":                    "//   on: " + strings.Repeat("a,", maxHeader/2-10) + "\n\n1",
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := Read("f.cel", "f", []byte(text))
			require.LessOrEqual(t, len(faults), 2*most)
		})
	}
}

// TestLimits reads files at a limit, which pass, and one character past it.
func TestLimits(t *testing.T) {
	const header = "//   effect: define\n\n"
	expr := header + "f(" + strings.Repeat("x", maxExpr-3) + ")"
	require.Empty(t, faultsOf(expr))
	require.Contains(t, faultsOf(strings.Replace(expr, "x", "🎉x", 1)).Error(), "f.cel:3:1: the expression is longer than 8192 characters")
	require.Empty(t, faultsOf(header+"1"+strings.Repeat(" ", MaxFile-len(header)-1)))
	require.EqualError(t, faultsOf(header+strings.Repeat(" ", MaxFile-len(header))+"1"), "f.cel: the file is larger than 1 MiB")

	prose := strings.Repeat("//\n", 10) + "// " + strings.Repeat("x", maxHeader-34) + "\n"
	require.Empty(t, faultsOf(prose+header+"1"))
	require.EqualError(t, faultsOf("//\n"+prose+header+"1"), "f.cel:1:1: the header is longer than 32768 characters")
}

package token

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// seeds are pieces of text at which a scanner could go past the end or get stuck.
var seeds = []string{
	"", "\"", ", a", "1.", "1e", "1e+", "0x", "0xg", ".5.5", "r'", "br\"\\\"", "`", "`a`", "“", "“a”", "/*", "/**/", "/*/",
	"//", "// a\r\n", "\xff\xfe", "\\", "\"\\", "\"\\\n", "é1é", "1é", "7d", "1in[1]", "a\u00a0\u200bb", "===!", "&|&&",
	"within(thread.last, hours(24)) &&\n\t\"🎉\" != user.region",
}

// FuzzScan holds that the tokens of any text are in order and that only white space
// stands around them.
func FuzzScan(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		source, end, line, begins := []rune(text), 0, 1, 0
		requireBlank := func(gap []rune) { require.Empty(t, strings.Trim(string(gap), " \t\n\r\f")) }
		for _, token := range Scan(text) {
			require.Less(t, token.Start, token.End)
			requireBlank(source[end:token.Start])
			require.Equal(t, []rune(token.Text), source[token.Start:token.End])
			for i := end; i < token.End; i++ {
				if i == token.Start {
					require.Equal(t, []int{line, i - begins + 1}, []int{token.Line, token.Col})
				}
				if source[i] == '\n' {
					line, begins = line+1, i+1
				}
			}
			end = token.End
		}
		requireBlank(source[end:])
	})
}

// TestScan shows the kinds of what is easily taken for something else.
func TestScan(t *testing.T) {
	for text, want := range map[string]string{
		`a.b_1 in true`:         "Ident:a Op:. Ident:b_1 Ident:in Ident:true",
		`1 1u 0xFu .5 1.5e-3`:   "Number:1 Number:1u Number:0xFu Number:.5 Number:1.5e-3",
		`1.size() 1in[1]`:       "Number:1 Op:. Ident:size Op:( Op:) Number:1 Ident:in Op:[ Number:1 Op:]",
		`7d 1e 0xZ 1_0 1.0u 1é`: "Bad:7d Bad:1e Bad:0xZ Bad:1_0 Bad:1.0u Bad:1é",
		`'\'' r'\' "//" 'a`:     `String:'\'' String:r'\' String:"//" Bad:'a`,
		`b"a" BR'a' rb "a"`:     `String:b"a" String:BR'a' Ident:rb String:"a"`,
		`"""a""b""" ''`:         `String:"""a""b""" String:''`,
		`"a“b" “a"b” “c`:        `String:"a“b" Bad:“a"b” Bad:“ Ident:c`,
		`a/b//c`:                "Ident:a Op:/ Ident:b Comment://c",
		`a/*b*/c`:               "Ident:a Bad:/*b*/ Ident:c",
		`<=!=====&&&||`:         "Op:<= Op:!= Op:== Op:== Op:&& Bad:& Op:||",
		"`a-b` `":               "Bad:`a-b` Bad:`",
		`naïve é ²`:             "Bad:naïve Bad:é Bad:²",
		"e\u0301a \u0080":       "Bad:e\u0301a Bad:\u0080",
		`@🎉;#`:                  "Bad:@ Bad:🎉 Bad:; Bad:#",
	} {
		var got []string
		for _, token := range Scan(text) {
			kind := [...]string{Ident: "Ident", Number: "Number", String: "String", Op: "Op", Comment: "Comment", Bad: "Bad"}[token.Kind]
			got = append(got, kind+":"+token.Text)
		}
		require.Equal(t, want, strings.Join(got, " "), text)
	}
}

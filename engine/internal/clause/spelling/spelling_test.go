package spelling

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/internal/clause/token"
)

// TestCEL holds that what CEL can parse gives no slip: a false alarm would keep a
// clause from being loaded. An expression of testdata/cel.txt goes on where a line is
// indented.
func TestCEL(t *testing.T) {
	data, err := os.ReadFile("testdata/cel.txt")
	require.NoError(t, err)
	text := strings.ReplaceAll(strings.TrimSpace(string(data)), "\n\t", "\f")
	text = strings.ReplaceAll(text, "\na line", "\fa line")
	for _, line := range strings.Split(text, "\n") {
		expr := strings.ReplaceAll(line, "\f", "\n\t")
		require.Empty(t, Slips(token.Scan(expr)), expr)
	}
}

func TestNearest(t *testing.T) {
	words := strings.Fields("effect on scope source by until message otherwise")
	for got, want := range map[string]string{
		"scope": "scope", "Scope": "scope", "SOURCE": "source",
		"scop": "scope", "sscope": "scope", "scape": "scope", "socpe": "scope", "scoep": "scope", "unitl": "until",
		"no": "on", "o": "on", "yb": "by", "bye": "by",
		"": "", "xx": "", "scoped to": "", "note": "", "colour": "", "skop": "", "escopee": "", "méssage": "message",
	} {
		require.Equal(t, want, Nearest(got, 1, words), got)
	}
	require.Equal(t, "scope", Nearest("escopee", 2, words))
	require.Equal(t, "", Nearest("xn", 0, words))
	require.Equal(t, "", Nearest("abc", 2, []string{"on"}))
	require.Equal(t, "did you mean `until`?", DidYouMean("utnil", words, ""))
	require.Equal(t, "no idea", DidYouMean("whatever it may be", words, "no idea"))
}

func TestQuote(t *testing.T) {
	require.Equal(t, "`a`", Quote("a"))
	require.Equal(t, "`a…`", Quote("a\nb"))
	require.Equal(t, "`"+strings.Repeat("é", 40)+"`", Quote(strings.Repeat("é", 40)))
	require.Equal(t, "`"+strings.Repeat("é", 40)+"…`", Quote(strings.Repeat("é", 41)))
}

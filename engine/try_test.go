package engine_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
)

// tried is what the expressions of testdata/try.txt are tried on.
func tried() *facts.Send {
	f := &facts.Send{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Platform: "messenger"}
	f.Message = facts.Message{Kind: "standard", Sender: "human", Parts: 1, Promotional: new(false)}
	f.Thread.UserActions = []facts.UserAction{
		{Kind: "message", At: f.Now.Add(-30*time.Hour - time.Nanosecond)},
		{Kind: "reaction", At: f.Now.Add(-time.Hour)},
	}
	return f
}

// TestTry tries every line of testdata/try.txt that begins with `> ` and holds what
// came of it against the lines below.
func TestTry(t *testing.T) {
	p, err := engine.Load(messaging(t), policies.FS())
	require.NoError(t, err)
	data, err := os.ReadFile("testdata/try.txt")
	require.NoError(t, err)
	var made strings.Builder
	for line := range strings.Lines(string(data)) {
		if expression, asked := strings.CutPrefix(line, "> "); asked {
			made.WriteString(line + answer(p, strings.TrimSuffix(expression, "\n")))
		} else if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			made.WriteString(line)
		}
	}
	same(t, "testdata/try.txt", data, []byte(made.String()))
}

// answer is what came of an expression, its lines indented.
func answer(p *engine.Policy, expression string) string {
	v, err := p.Try(tried(), expression)
	var faults engine.Errors
	text := v.Type + "\n" + v.Text + v.Error
	switch {
	case errors.As(err, &faults):
		text = ""
		for _, f := range faults {
			text += f.Detail() + "\n"
		}
	case len(v.Unknown) > 0:
		text += "not known: " + strings.Join(v.Unknown, ", ")
	}
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

func TestTryRefusesFacts(t *testing.T) {
	p, err := engine.Load(messaging(t), policies.FS())
	require.NoError(t, err)
	f := tried()
	f.Message.Kind = "telegram"
	_, err = p.Try(f, "true")
	require.ErrorContains(t, err, "`telegram` is not one of")
	_, err = p.Try(nil, "true")
	require.Error(t, err)
}

func TestNames(t *testing.T) {
	p, err := engine.Load(messaging(t), policies.FS())
	require.NoError(t, err)
	texts := func(receiver string) (texts []string) {
		for _, n := range p.Names("send", receiver) {
			require.NotEmpty(t, n.Type, n.Text)
			texts = append(texts, n.Text)
		}
		return texts
	}
	require.Equal(t, []string{"created_at", "requested_by_user", "uses"}, texts("token"))
	require.Equal(t, []string{"at", "existing_thread", "kind", "ref"}, texts("thread.user_actions[0]"))
	require.Equal(t, []string{"getHours(", "getMilliseconds(", "getMinutes(", "getSeconds("}, texts("(now - thread.user_actions[0].at)"))
	require.Subset(t, texts("page.markets"), []string{"all(", "exists(", "size("})
	require.Subset(t, texts(""), []string{"message", "now", "standard_window", "within(", "has("})
	require.NotContains(t, texts(""), "in(")
	require.NotContains(t, texts(""), "notice_answered", "a define of another action")
	require.Empty(t, texts("nothing"))
	require.Empty(t, texts("message."))
	require.Empty(t, p.Names("travel", ""))
}

func TestFact(t *testing.T) {
	p, err := engine.Load(messaging(t), policies.FS())
	require.NoError(t, err)
	require.Equal(t, []string{"human", "automated"}, p.Fact("send", "message.sender").Words)
	require.Contains(t, p.Fact("send", "thread.user_actions[0].kind").Words, "story_mention")
	require.Equal(t, schema.Group, p.Fact("send", "message").Type.Kind)
	for _, other := range []string{"", "1", "message.", "has(user.blocked)", "standard_window", "page.typo"} {
		require.Nil(t, p.Fact("send", other), other)
	}
	require.Nil(t, p.Fact("travel", "now"))
}

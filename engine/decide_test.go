package engine_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/stretchr/testify/require"
)

// TestTruth shows the whole truth table: what becomes of a clause when its scope and
// its expression are true, false, or cannot be told.
func TestTruth(t *testing.T) {
	want := `
scope    body     permit   forbid   oblige   advise
true     true     permits  forbids  duties   advice
true     false    unmet    silent   silent   silent
true     unknown  unmet?   forbids? duties?  errors?
false    true     -        -        -        -
false    false    -        -        -        -
false    unknown  -        -        -        -
unknown  true     unmet?   forbids? duties?  errors?
unknown  false    -        -        -        -
unknown  unknown  unmet?   forbids? duties?  errors?
`
	effects := []string{"permit", "forbid", "oblige", "advise"}
	got := "\n" + row(append([]string{"scope", "body"}, effects...))
	for _, scope := range []any{true, false, nil} {
		for _, body := range []any{true, false, nil} {
			cells := []string{word(scope), word(body)}
			for _, effect := range effects {
				p := load(t, effect+".cel", effect, "scope: is.a", "is.b")
				d := p.Decide(state{"is.a": scope, "is.b": body}.facts())
				cells = append(cells, place(t, d))
			}
			got += row(cells)
		}
	}
	require.Equal(t, want, got)
}

func row(cells []string) string {
	var b strings.Builder
	for _, c := range cells {
		fmt.Fprintf(&b, "%-9s", c)
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

func word(value any) string {
	if value == nil {
		return "unknown"
	}
	return fmt.Sprint(value)
}

// place is the part of the decision in which the only clause is found, with a
// question mark where it cannot be told. It must be in one part at most.
func place(t *testing.T, d engine.Decision) string {
	found := "-"
	for name, findings := range parts(d) {
		for f := range findings {
			require.Equal(t, "-", found, "the clause is in two parts")
			found = name
			if f.Error() != "" {
				found += "?"
			}
		}
	}
	return found
}

func parts(d engine.Decision) map[string]iter.Seq[engine.Finding] {
	return map[string]iter.Seq[engine.Finding]{"permits": d.Permits(), "forbids": d.Forbids(), "duties": d.Duties(),
		"advice": d.Advice(), "unmet": d.Unmet(), "silent": d.Silent(), "errors": d.Errors()}
}

// load is a policy of one clause on quizzes: lines of the header beside those that it
// must have, and the expression.
func load(t require.TestingT, name, effect, header, body string) *engine.Policy {
	return policy(t, map[string]string{name: clause(effect, header, body)})
}

// policy loads clauses on quizzes.
func policy(t require.TestingT, files map[string]string) *engine.Policy {
	s, err := schema.New(&quiz{})
	require.NoError(t, err)
	p, err := engine.Load(s, dir(files))
	require.NoError(t, err)
	return p
}

func dir(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// clause writes a clause file. The keys of header stand where they belong; a message
// of its own takes the place of the one that says nothing.
func clause(effect, header, body string) string {
	if effect == "define" {
		return "// A define.\n//\n//   effect: define\n\n" + body + "\n"
	}
	keys := map[string]string{"effect": effect, "on": "quiz", "source": "Section 1", "covers": "Q-1", "message": "It holds."}
	for line := range strings.Lines(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		keys[key] = strings.TrimSpace(value)
	}
	text := "// A question is asked.\n//\n"
	for _, key := range strings.Fields("effect on scope source covers since until by message otherwise") {
		if keys[key] != "" {
			text += "//   " + key + ": " + strings.ReplaceAll(keys[key], " | ", "\n//        | ") + "\n"
		}
	}
	return text + "\n" + body + "\n"
}

// TestOutcome: one permit is needed, and a forbid beats every permit.
func TestOutcome(t *testing.T) {
	files := map[string]string{
		"permit-a.cel": clause("permit", "", "is.a"),
		"permit-b.cel": clause("permit", "", "is.b"),
		"forbid-c.cel": clause("forbid", "", "is.c"),
		"oblige-d.cel": clause("oblige", "", "is.d"),
	}
	p := policy(t, files)
	for _, a := range []any{true, false, nil} {
		for _, b := range []any{true, false, nil} {
			for _, c := range []any{true, false, nil} {
				for _, d := range []any{true, false, nil} {
					s := state{"is.a": a, "is.b": b, "is.c": c, "is.d": d}
					want := engine.Outcome((a == true || b == true) && c == false)
					require.Equal(t, want, p.Decide(s.facts()).Outcome(), s)
				}
			}
		}
	}
}

// TestInForce: a clause counts from the first instant of since, and no longer from
// the first instant of until, UTC.
func TestInForce(t *testing.T) {
	p := load(t, "c.cel", "permit", "since: 2026-01-10\nuntil: 2026-03-01", "true")
	for now, want := range map[string]bool{
		"2026-01-09T23:59:59.999999999Z": false,
		"2026-01-10T00:00:00Z":           true,
		"2026-01-10T00:30:00+01:00":      false,
		"2026-02-28T23:59:59.999999999Z": true,
		"2026-03-01T00:00:00Z":           false,
		"2026-02-28T23:30:00-01:00":      false,
		"2300-01-01T00:00:00+00:00":      false,
	} {
		at, err := time.Parse(time.RFC3339, now)
		require.NoError(t, err)
		d := p.Decide(&quiz{Now: at})
		require.Equal(t, engine.Outcome(want), d.Outcome(), now)
	}
	for _, key := range []string{"since: 2026-01-10", "until: 2026-03-01"} {
		p := load(t, "c.cel", "permit", key, "true")
		require.Equal(t, engine.Outcome(key[0] == 'u'), p.Decide(&quiz{Now: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}).Outcome(), key)
		require.Equal(t, engine.Outcome(key[0] == 's'), p.Decide(&quiz{Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}).Outcome(), key)
	}
}

// TestDue: a duty is overdue after its due instant, not at it, and stands without one
// where the instant cannot be told.
func TestDue(t *testing.T) {
	p := load(t, "c.cel", "oblige", "by: at.t + hours(2)", "true")
	for ago, overdue := range map[time.Duration]bool{0: false, 2 * time.Hour: false, 2*time.Hour - 1: false, 2*time.Hour + 1: true} {
		duty := only(t, p.Decide(state{"at.t": quizNow.Add(-ago)}.facts()).Duties())
		due, ok := duty.Due()
		require.True(t, ok)
		require.Equal(t, quizNow.Add(2*time.Hour-ago), due)
		require.Equal(t, overdue, duty.Overdue(), ago)
		require.Empty(t, duty.Error())
	}
	duty := only(t, p.Decide(state{}.facts()).Duties())
	_, ok := duty.Due()
	require.False(t, ok)
	require.False(t, duty.Overdue())
	require.Equal(t, "c.cel:7:13: `at.t` is not known", duty.Error())
	require.Equal(t, "It holds.", duty.Message(), "the duty itself is known to hold")
	require.Empty(t, duty.Unknown())

	p = load(t, "c.cel", "oblige", "", "true")
	_, ok = only(t, p.Decide(state{}.facts()).Duties()).Due()
	require.False(t, ok)
}

func only(t *testing.T, findings iter.Seq[engine.Finding]) (only engine.Finding) {
	n := 0
	for f := range findings {
		only, n = f, n+1
	}
	require.Equal(t, 1, n)
	return only
}

// TestMessage: the first of the alternatives whose holes all have a value is said;
// where none has, the last.
func TestMessage(t *testing.T) {
	p := load(t, "c.cel", "permit", "message: N is {count.n}, M is {count.m} | M is {count.m} {{here}} | T is {at.t}, {1 + 1}\notherwise: No: {is.a} | No.", "!is.b")
	say := func(s state) string {
		d := p.Decide(s.facts())
		if d.Outcome() == engine.Permitted {
			return only(t, d.Permits()).Message()
		}
		return only(t, d.Unmet()).Message()
	}
	require.Equal(t, "N is 1, M is 2", say(state{"is.b": false, "count.n": 1, "count.m": 2}))
	require.Equal(t, "M is 2 {here}", say(state{"is.b": false, "count.m": 2}))
	require.Equal(t, "T is 2026-01-10 15:00 UTC, 2", say(state{"is.b": false, "at.t": quizNow, "count.n": 1}))
	require.Equal(t, "T is {?}, 2", say(state{"is.b": false, "count.n": 1}))
	require.Equal(t, "No: false", say(state{"is.b": true, "is.a": false}))
	require.Equal(t, "No.", say(state{"is.b": true}))
	require.Equal(t, "Not known: is.b. Until then this does not count: A question is asked.", say(state{}))

	p = load(t, "c.cel", "permit", "", "is.a")
	require.Equal(t, "Does not hold: A question is asked.", say(state{"is.a": false}))
	require.Empty(t, only(t, load(t, "c.cel", "forbid", "", "is.a").Decide(state{"is.a": false}.facts()).Silent()).Message())
}

// TestCannotBeTold: what counts only because something is unknown does not claim to
// know it.
func TestCannotBeTold(t *testing.T) {
	p := load(t, "c.cel", "forbid", "", "is.b || is.a && count.n > 0")
	f := only(t, p.Decide(state{"is.b": false}.facts()).Forbids())
	require.Equal(t, "Not known: count.n, is.a. Until then this counts: A question is asked.", f.Message())
	require.Equal(t, []string{"count.n", "is.a"}, f.Unknown())
	require.Equal(t, "c.cel:9:12: `is.a` is not known", f.Error())

	p = policy(t, map[string]string{"a/untitled.cel": strings.TrimPrefix(clause("forbid", "", "is.a"), "// A question is asked.\n")})
	require.Equal(t, "Not known: is.a. Until then this counts: a/untitled", only(t, p.Decide(state{}.facts()).Forbids()).Message())

	p = load(t, "c.cel", "forbid", "", "1 / count.n > 0")
	f = only(t, p.Decide(state{"count.n": 0}.facts()).Forbids())
	require.Equal(t, "Cannot be told: nothing can be divided by zero. Until then this counts: A question is asked.", f.Message())
	require.Empty(t, f.Unknown())
	require.Equal(t, "c.cel:9:3: nothing can be divided by zero", f.Error())
}

// TestDefineFailure: what a define fails for keeps its place in the file of the define,
// through any number of readers.
func TestDefineFailure(t *testing.T) {
	p := policy(t, map[string]string{
		"define/inner.cel": clause("define", "", "count.n > 0 &&\n    10 / count.m > 1"),
		"define/outer.cel": clause("define", "", "inner || is.a"),
		"c.cel":            clause("forbid", "scope: outer", "outer && inner"),
	})
	f := only(t, p.Decide(state{"count.n": 1, "is.a": false}.facts()).Forbids())
	require.Equal(t, "define/inner.cel:6:16: `count.m` is not known", f.Error())
	require.Equal(t, []string{"count.m"}, f.Unknown())
	f = only(t, p.Decide(state{"count.n": 1, "count.m": 0, "is.a": false}.facts()).Forbids())
	require.Equal(t, "define/inner.cel:6:8: nothing can be divided by zero", f.Error())
}

// TestJSON holds the form clausewise/decision/v1 against testdata/decision.json, a
// decision with something in every list.
func TestJSON(t *testing.T) {
	p := policy(t, map[string]string{
		"a/permit.cel": clause("permit", "", "is.a"),
		"a/unmet.cel":  clause("permit", "otherwise: Ask at {at.t + hours(1)}.", "!is.a"),
		"b/forbid.cel": clause("forbid", "covers: Q-2, Q-3", "is.b"),
		"c/duty.cel":   clause("oblige", "by: at.t + hours(1)", "is.a"),
		"c/later.cel":  clause("oblige", "by: at.t + hours(3)", "is.a && is.b"),
		"d/advice.cel": clause("advise", "", "is.a"),
		"d/error.cel":  clause("advise", "", "is.b"),
		"e/silent.cel": clause("forbid", "", "!is.a"),
	})
	d := p.Decide(state{"is.a": true, "at.t": quizNow.Add(-2 * time.Hour)}.facts())
	got, err := json.MarshalIndent(d, "", " ")
	require.NoError(t, err)
	want, err := os.ReadFile("testdata/decision.json")
	require.NoError(t, err)
	same(t, "testdata/decision.json", want, append(bytes.ReplaceAll(got, []byte(p.Revision()), []byte("REVISION")), '\n'))
	require.Equal(t, p.Revision(), d.Revision())

	refused, err := json.Marshal(p.Decide(nil))
	require.NoError(t, err)
	require.JSONEq(t, `{"schema":"clausewise/decision/v1","action":"","now":"","outcome":"denied","reason":"the facts cannot be accepted",
		"permits":[],"forbids":[],"duties":[],"advice":[],"unmet":[],"errors":[{"clause":"","message":"there are no facts"}],"revision":"`+p.Revision()+`"}`, string(refused))
}

// Facts that a policy cannot know how to read.
type (
	stranger struct{ Now time.Time }
	shadow   struct{ quiz }
	moody    struct {
		Now time.Time `json:"now"`
	}
	byValue struct {
		Now time.Time `json:"now"`
	}
	quarrelsome struct{ Now time.Time }
)

func (*stranger) Action() string    { return "quiz" }
func (*quarrelsome) Action() string { panic("no") }
func (byValue) Action() string      { return "value" }
func (m *moody) Action() string {
	if m.Now.Year() == 2000 {
		panic("a bad year")
	}
	return "mood"
}

// TestTotal: whatever is asked, there is an answer, and an odd question is denied.
func TestTotal(t *testing.T) {
	s, err := schema.New(&quiz{}, &moody{}, byValue{})
	require.NoError(t, err)
	p, err := engine.Load(s, dir(map[string]string{
		"a.cel": clause("permit", "", "true"),
		"b.cel": clause("permit", "on: mood", "true"),
		"c.cel": clause("permit", "on: value", "true"),
	}))
	require.NoError(t, err)
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name   string
		facts  schema.Facts
		want   engine.Outcome
		action string
		errors string
	}{
		{"facts in order", &quiz{Now: quizNow}, engine.Permitted, "quiz", ""},
		{"facts by value", byValue{Now: quizNow}, engine.Permitted, "value", ""},
		{"a pointer to facts by value", &byValue{Now: quizNow}, engine.Permitted, "value", ""},
		{"nothing", nil, engine.Denied, "", "there are no facts"},
		{"a nil pointer", (*quiz)(nil), engine.Denied, "quiz", "there are no facts"},
		{"a nil pointer to facts by value", (*byValue)(nil), engine.Denied, "", "there are no facts"},
		{"a required fact left out", &quiz{}, engine.Denied, "quiz", "`now`: missing"},
		{"a struct that nobody declared", &stranger{Now: quizNow}, engine.Denied, "quiz", "these facts belong to no action of the schema"},
		{"a struct around the facts", &shadow{quiz{Now: quizNow}}, engine.Denied, "quiz", "these facts belong to no action of the schema"},
		{"facts of another vocabulary", &facts.Send{Now: quizNow}, engine.Denied, "send", "these facts belong to no action of the schema"},
		{"a stranger who panics", &quarrelsome{}, engine.Denied, "", "these facts belong to no action of the schema"},
		{"facts that panic now and then", &moody{Now: year(2001)}, engine.Permitted, "mood", ""},
		{"facts that panic now", &moody{Now: year(2000)}, engine.Denied, "", "these facts do not say what action they are about"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := p.Decide(c.facts)
			require.Equal(t, c.want, d.Outcome())
			require.Equal(t, c.action, d.Action())
			var said []string
			for e := range d.Errors() {
				require.Empty(t, e.Clause())
				require.Empty(t, e.Source())
				require.Empty(t, e.Covers())
				require.Empty(t, e.Unknown())
				require.Empty(t, e.Error())
				require.False(t, e.Overdue())
				said = append(said, e.Message())
			}
			require.Equal(t, c.errors, strings.Join(said, "; "))
			if c.errors != "" {
				require.Equal(t, "the facts cannot be accepted", d.Reason())
				require.True(t, d.Now().IsZero())
			}
			_, err := json.Marshal(d)
			require.NoError(t, err)
		})
	}
}

// TestNoClause: an action that no clause names is denied, and says so.
func TestNoClause(t *testing.T) {
	s, err := schema.New(&quiz{}, byValue{})
	require.NoError(t, err)
	p, err := engine.Load(s, dir(map[string]string{"a.cel": clause("permit", "", "true")}))
	require.NoError(t, err)
	d := p.Decide(byValue{Now: quizNow})
	require.Equal(t, engine.Denied, d.Outcome())
	require.Equal(t, "no clause speaks about `value`", d.Reason())
	require.Equal(t, "value", d.Action())
	for name, findings := range parts(d) {
		for f := range findings {
			require.Fail(t, "a finding of no clause", "%s: %s", name, f.Message())
		}
	}
	d = p.Decide(&quiz{Now: quizNow})
	require.Empty(t, d.Reason())
}

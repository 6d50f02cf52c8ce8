package engine_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
)

// FuzzLoad puts any bytes beside a sound policy. They are refused with a fault that
// has a place, or they are a clause, and then the policy still answers everything.
func FuzzLoad(f *testing.F) {
	broken, err := filepath.Glob("../testdata/errors/*.cel")
	require.NoError(f, err)
	for _, file := range broken {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(marker.ReplaceAll(data, nil))
	}
	f.Add([]byte(clause("permit", "scope: is.a\nsince: 2026-01-01", "within(at.t, hours(count.n)) || [is.b].all(x, x)")))
	f.Add([]byte(clause("oblige", "by: at.t + days(1)\nmessage: {count.n} | {text([at.t])}", "assume(is.a, count.n % 2 == 0)")))
	f.Add([]byte(clause("define", "", "now.getHours(\"Europe/Berlin\")")))
	f.Add([]byte("\xff\xfe"))
	s := quizzes(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := engine.Load(s, dir(map[string]string{"sound.cel": clause("permit", "", "is.a"), "x.cel": string(data)}))
		if err != nil {
			placed(t, err, "x.cel")
			return
		}
		for _, s := range []state{{}, {"is.a": true, "is.b": false, "count.n": 0, "count.m": -1, "at.t": quizNow}} {
			coherent(t, p.Decide(s.facts()))
		}
		coherent(t, p.Decide(nil))
	})
}

// placed demands that faults are of a file, and stand inside of its lines.
func placed(t *testing.T, err error, file string) {
	var faults engine.Errors
	require.True(t, errors.As(err, &faults))
	for _, e := range faults {
		require.Equal(t, file, e.File, e.Error())
		require.NotEmpty(t, e.Message)
		if e.Text != "" {
			require.LessOrEqual(t, e.Col, len([]rune(e.Text))+1, e.Detail())
		}
	}
}

// coherent demands that a decision follows from its findings, that each of them has
// words, and that it can be written down.
func coherent(t *testing.T, d engine.Decision) {
	require.Equal(t, expected(d), d.Outcome())
	for name, findings := range parts(d) {
		for f := range findings {
			require.Equal(t, name == "silent", f.Message() == "", f.Clause())
			f.Unknown()
			f.Due()
		}
	}
	_, err := json.Marshal(d)
	require.NoError(t, err)
	require.Equal(t, said(d), said(d))
}

// FuzzDecide asks the shipped pack about any facts that the schema accepts.
func FuzzDecide(f *testing.F) {
	for _, facts := range []string{
		`{"action":"send","platform":"messenger","message":{"kind":"standard","sender":"automated"},"thread":{"user_actions":[{"kind":"message","at":"2026-01-10T15:00:00Z"}]}}`,
		`{"action":"send","platform":"instagram","now":"2026-01-10T15:00:00Z","message":{"kind":"tagged","sender":"human","tag":"HUMAN_AGENT"},"user":{"blocked":false,"region":"DE-BY"},"page":{"markets":["US"]}}`,
		`{"action":"send","platform":"messenger","message":{"kind":"private_reply","sender":"human"},"comment":{"kind":"post_comment","at":"2026-01-03T15:00:00Z","private_replies":0}}`,
		`{"action":"send","platform":"messenger","message":{"kind":"one_time_notification","sender":"human"},"token":{"created_at":"2025-01-10T15:00:00Z","uses":0,"requested_by_user":true}}`,
		`{"action":"respond","platform":"messenger","bot":{"type":"automated"},"input":{"kind":"text","at":"2026-01-10T14:59:30Z"}}`,
		`{"action":"label","platform":"messenger","label":{"operation":"read"},"page":{"contact_terms_accepted":true}}`,
		`{"action":"standing","platform":"messenger","violation":{"notified_at":"2026-01-03T15:00:00Z","question_sent_at":"2026-01-09T15:00:00Z"}}`,
	} {
		f.Add([]byte(facts))
	}
	s := messaging(f)
	p, err := engine.Load(s, policies.FS())
	require.NoError(f, err)
	now := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := schema.ParseJSON("facts", data)
		if err != nil {
			return
		}
		facts, err := s.Decode(v, now)
		if err != nil {
			return
		}
		d := p.Decide(facts)
		require.Empty(t, d.Reason(), "facts that were decoded are in order")
		coherent(t, d)
		again := p.Decide(facts)
		require.Equal(t, said(d), said(again))
	})
}

// TestPack: the shipped pack loads without a warning, every file of it.
func TestPack(t *testing.T) {
	p, err := engine.Load(messaging(t), policies.FS())
	require.NoError(t, err)
	require.Empty(t, p.Warnings())
	files := 0
	require.NoError(t, fs.WalkDir(policies.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".cel" {
			files++
		}
		return err
	}))
	require.Len(t, p.Clauses(), files)
}

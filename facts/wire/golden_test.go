package wire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire"
)

// A case is a sentence, what goes in (request.json, webhooks.jsonl, given.json) and what
// comes out: facts.json and derivation.txt, or error.txt, and faults.txt where the log
// has some. UPDATE_GOLDEN=1 writes what comes out.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			require.NoError(t, err)
			before := txtar.Format(a)
			a.Files = append(in(a), out(t, a)...)
			after := txtar.Format(a)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(file, after, 0o644))
				return
			}
			require.Equal(t, string(before), string(after))
		})
	}
}

func in(a *txtar.Archive) (files []txtar.File) {
	for _, name := range []string{"request.json", "given.json", "webhooks.jsonl"} {
		if data := member(a, name); data != nil {
			files = append(files, txtar.File{Name: name, Data: data})
		}
	}
	return files
}

func member(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func out(t *testing.T, a *txtar.Archive) []txtar.File {
	text := func(name, s string) txtar.File {
		return txtar.File{Name: name, Data: []byte(strings.TrimRight(s, "\n") + "\n")}
	}
	req, err := wire.ReadRequest(member(a, "request.json"))
	if err != nil {
		return []txtar.File{text("error.txt", "request.json: "+detail(err))}
	}
	log, err := wire.ReadLog(member(a, "webhooks.jsonl"))
	if err != nil {
		return []txtar.File{text("error.txt", "webhooks.jsonl: "+detail(err))}
	}
	send, derivation, err := wire.Derive(req, log, given(t, member(a, "given.json")))
	if err != nil {
		return []txtar.File{text("error.txt", detail(err))}
	}
	files := []txtar.File{text("facts.json", printed(t, send)), text("derivation.txt", derivation.String())}
	if len(log.Faults) > 0 {
		files = append(files, text("faults.txt", wire.Faults(log.Faults).Error()))
	}
	return files
}

func detail(err error) string {
	var f *wire.Fault
	if errors.As(err, &f) && f.Hint != "" {
		return err.Error() + "\nhint: " + f.Hint
	}
	return err.Error()
}

func given(t *testing.T, data []byte) wire.Given {
	var g struct {
		PageID   string    `json:"page_id"`
		PersonID string    `json:"person_id"`
		Platform string    `json:"platform"`
		Now      time.Time `json:"now"`
	}
	if data != nil {
		require.NoError(t, json.Unmarshal(data, &g))
	}
	return wire.Given(g)
}

// printed is the facts without what is unknown.
func printed(t *testing.T, send *facts.Send) string {
	data, err := json.Marshal(send)
	require.NoError(t, err)
	var v map[string]any
	require.NoError(t, json.Unmarshal(data, &v))
	known(v)
	data, err = json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return string(data)
}

func known(v any) (keep bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, part := range v {
			if !known(part) {
				delete(v, key)
			}
		}
		return len(v) > 0
	case []any:
		for _, part := range v {
			known(part)
		}
		return len(v) > 0
	}
	return v != nil && v != "" && fmt.Sprint(v) != "0001-01-01T00:00:00Z"
}

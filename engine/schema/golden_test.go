package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/clausewise/clausewise/engine/schema"
)

// TestGolden reads every text in testdata, which testdata/README.md describes.
func TestGolden(t *testing.T) {
	s := library(t)
	count := 0
	err := filepath.WalkDir("testdata", func(file string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".txtar" {
			return err
		}
		count++
		t.Run(filepath.ToSlash(strings.TrimSuffix(file, ".txtar")), func(t *testing.T) {
			have, err := os.ReadFile(file)
			require.NoError(t, err)
			want := answered(t, s, txtar.Parse(have))
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(file, want, 0o666))
				return
			}
			require.Equal(t, string(want), string(have))
		})
		return nil
	})
	require.NoError(t, err)
	require.Positive(t, count)
}

// answered gives the archive with an answer behind every text.
func answered(t *testing.T, s *schema.Schema, ar *txtar.Archive) []byte {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range ar.Files {
		files[f.Name] = f.Data
	}
	now, _ := time.Parse(time.RFC3339, strings.TrimSpace(string(files["now"])))
	out := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		ext := path.Ext(f.Name)
		name := strings.TrimSuffix(f.Name, ext)
		if ext == ".faults" || ext == ".known" {
			continue
		}
		out.Files = append(out.Files, f)
		if ext == "" || strings.HasSuffix(name, ".over") {
			continue
		}
		out.Files = append(out.Files, answer(t, s, f, files, now))
	}
	return txtar.Format(out)
}

// answer is what is wrong with a text, or what is known from it.
func answer(t *testing.T, s *schema.Schema, f txtar.File, files map[string][]byte, now time.Time) txtar.File {
	t.Helper()
	v, err := parse(f.Name, f.Data)
	for _, ext := range []string{".json", ".yaml"} {
		over := strings.TrimSuffix(f.Name, path.Ext(f.Name)) + ".over" + ext
		if data, ok := files[over]; ok && err == nil {
			var o *schema.Value
			o, err = parse(over, data)
			require.NoError(t, err)
			v = v.Merge(o)
		}
	}
	if err != nil {
		return txtar.File{Name: f.Name + ".faults", Data: []byte(details(t, err))}
	}
	got, err := s.Decode(v, now)
	if err != nil {
		require.Nil(t, got)
		return txtar.File{Name: f.Name + ".faults", Data: []byte(details(t, err))}
	}
	require.NoError(t, s.Verify(got))
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, s.Encode(got), "", "  "))
	return txtar.File{Name: f.Name + ".known", Data: append(b.Bytes(), '\n')}
}

func parse(file string, data []byte) (*schema.Value, error) {
	if path.Ext(file) == ".yaml" {
		return schema.ParseYAML(file, data)
	}
	return schema.ParseJSON(file, data)
}

func details(t testing.TB, err error) string {
	t.Helper()
	var faults schema.Errors
	require.True(t, errors.As(err, &faults), "%T is no list of faults", err)
	require.NotEmpty(t, faults)
	var b strings.Builder
	for _, e := range faults {
		b.WriteString(e.Detail() + "\n")
	}
	return b.String()
}

package schema_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/clausewise/clausewise/engine/schema"
)

// stricter is what a text that encoding/json takes may be refused for, and nothing else.
var stricter = []string{"stands twice", "is half of a surrogate pair", "is nested deeper than", "is not UTF-8", "has 1"}

func FuzzJSON(f *testing.F) {
	seeds(f, ".json")
	s := library(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := schema.ParseJSON("f", data)
		var second any
		if json.Unmarshal(data, &second) != nil {
			require.Error(t, err)
		}
		if err != nil && json.Unmarshal(data, &second) == nil {
			require.True(t, containsAny(err.Error(), stricter), "%v", err)
		}
		requireStable(t, s, v, err)
		twin, twinErr := schema.ParseYAML("f", data)
		if err == nil && twinErr == nil {
			requireSame(t, s, v, twin)
		}
	})
}

func FuzzYAML(f *testing.F) {
	seeds(f, ".yaml")
	s := library(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := schema.ParseYAML("f", data)
		requireStable(t, s, v, err)
	})
}

// requireStable holds what is accepted to be in order, and to be written as it was read.
func requireStable(t *testing.T, s *schema.Schema, v *schema.Value, err error) {
	t.Helper()
	if err != nil {
		require.NotEmpty(t, details(t, err))
		return
	}
	got, err := s.Decode(v, noon)
	if err != nil {
		require.NotEmpty(t, details(t, err))
		return
	}
	require.NoError(t, s.Verify(got))
	require.Equal(t, got, decode(t, s, s.Encode(got)))
	merged, err := s.Decode(v.Merge(v), noon)
	require.NoError(t, err)
	require.Equal(t, got, merged)
}

// requireSame holds two readings of one text to mean the same facts, or none.
func requireSame(t *testing.T, s *schema.Schema, a, b *schema.Value) {
	t.Helper()
	one, err := s.Decode(a, noon)
	other, otherErr := s.Decode(b, noon)
	require.Equal(t, err == nil, otherErr == nil, "%v and %v", err, otherErr)
	require.Equal(t, one, other)
}

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// seeds are the texts of the golden archives that are short.
func seeds(f *testing.F, ext string) {
	err := filepath.WalkDir("testdata", func(file string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".txtar" {
			return err
		}
		data, err := os.ReadFile(file)
		for _, member := range txtar.Parse(data).Files {
			if filepath.Ext(member.Name) == ext && len(member.Data) < 1000 {
				f.Add(member.Data)
			}
		}
		return err
	})
	require.NoError(f, err)
}

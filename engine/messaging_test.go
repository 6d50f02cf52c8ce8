package engine_test

import (
	"testing"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/stretchr/testify/require"
)

// messaging is the schema of the messaging vocabulary, which the shipped pack and the
// cases of these tests speak.
func messaging(t testing.TB) *schema.Schema {
	s, err := schema.New(facts.All()...)
	require.NoError(t, err)
	return s
}

package main

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func someFigures() []figures {
	return []figures{
		{engine: "hand-written Go", ns: []float64{100, 200, 100}},
		{engine: "clausewise", ns: []float64{150, 300, 160}},
		{engine: "a < b", ns: []float64{1000, 1000, 3000}, allocs: 7},
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	printTable(&b, someFigures())
	require.Equal(t, `| engine | ns | allocs | to hand-written | to clausewise |
| --- | --: | --: | --: | --: |
| hand-written Go | 100 | 0 | 1.00 (1.00–1.00) | 0.67 (0.62–0.67) |
| clausewise | 160 | 0 | 1.50 (1.50–1.60) | 1.00 (1.00–1.00) |
| a < b | 1000 | 7 | 10 (5.00–30) | 6.67 (3.33–19) |
`, b.String())
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	require.NoError(t, printJSON(&b, someFigures(), 52))
	require.JSONEq(t, `[
		{"engine": "hand-written Go", "clauses": 52, "ns": 100, "allocs": 0, "to_hand": 1},
		{"engine": "clausewise", "clauses": 52, "ns": 160, "allocs": 0, "to_hand": 1.5},
		{"engine": "a < b", "clauses": 52, "ns": 1000, "allocs": 7, "to_hand": 10}
	]`, b.String())
}

func TestPlotIsXML(t *testing.T) {
	picture := plot(someFigures(), "x & y")
	decoder, texts := xml.NewDecoder(strings.NewReader(picture)), ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		if text, ok := token.(xml.CharData); ok {
			texts += string(text)
		}
	}
	require.Contains(t, texts, "x & y")
	require.Contains(t, texts, "a < b")
}

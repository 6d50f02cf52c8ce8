package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"strings"
)

// printTable writes the figures as a Markdown table: medians, the ratios with what
// lies a tenth from either end.
func printTable(w io.Writer, all []figures) {
	fmt.Fprintln(w, "| engine | ns | allocs | to hand-written | to clausewise |")
	fmt.Fprintln(w, "| --- | --: | --: | --: | --: |")
	for _, f := range all {
		fmt.Fprintf(w, "| %s | %.0f | %.0f | %s | %s |\n", f.engine, spreadOf(f.ns).median, f.allocs, f.to(all[0]), f.to(all[1]))
	}
}

// String is such as `2.10 (2.00–2.31)`.
func (s spread) String() string {
	return fmt.Sprintf("%s (%s–%s)", digits(s.median), digits(s.low), digits(s.high))
}

func digits(x float64) string {
	if x < 10 {
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

func printJSON(w io.Writer, all []figures, clauses int) error {
	type row struct {
		Engine  string  `json:"engine"`
		Clauses int     `json:"clauses"`
		NS      float64 `json:"ns"`
		Allocs  float64 `json:"allocs"`
		ToHand  float64 `json:"to_hand"`
	}
	var rows []row
	for _, f := range all {
		rows = append(rows, row{f.engine, clauses, round(spreadOf(f.ns).median), f.allocs, round(f.to(all[0]).median)})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(rows)
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

const (
	rowHeight = 28
	barLeft   = 260
	decade    = 100 // pixels for ten times the time
)

// plot draws the medians as bars on a logarithmic scale that begins at 10 ns.
func plot(all []figures, title string) string {
	var b strings.Builder
	height := rowHeight*len(all) + 70
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="860" height="%d" font-family="sans-serif" font-size="13">`+"\n", height)
	fmt.Fprintf(&b, `<rect width="860" height="%d" fill="#fff"/>`+"\n", height)
	fmt.Fprintf(&b, `<text x="14" y="24" font-size="15" fill="#222">%s</text>`+"\n", html.EscapeString(title))
	for i, name := range []string{"10 ns", "100 ns", "1 µs", "10 µs", "100 µs"} {
		x := barLeft + i*decade
		fmt.Fprintf(&b, `<path d="M%d 40V%d" stroke="#ddd"/><text x="%d" y="%d" fill="#666" text-anchor="middle">%s</text>`+"\n", x, height-26, x, height-10, name)
	}
	for i, f := range all {
		fmt.Fprint(&b, bar(f, all[0], 44+i*rowHeight))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func bar(f, hand figures, y int) string {
	ns, fill := spreadOf(f.ns).median, "#9aa7b5"
	if f.engine == "clausewise" {
		fill = "#2b6cb0"
	}
	width := max(1, decade*math.Log10(ns/10))
	return fmt.Sprintf(`<text x="%d" y="%d" fill="#222" text-anchor="end">%s</text>`+
		`<rect x="%d" y="%d" width="%.0f" height="18" fill="%s"/>`+
		`<text x="%.0f" y="%d" fill="#222">%s ns, %s ×</text>`+"\n",
		barLeft-8, y+14, html.EscapeString(f.engine),
		barLeft, y, width, fill,
		barLeft+width+6, y+14, digits(ns), digits(f.to(hand).median))
}

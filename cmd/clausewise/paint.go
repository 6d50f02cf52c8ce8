package main

import (
	"os"

	"charm.land/lipgloss/v2"
	"github.com/clausewise/clausewise/engine/render"
)

// paint colours text for a terminal; NO_COLOR leaves only what is bold.
func paint() func(render.Role, string) string {
	plain := lipgloss.NewStyle()
	styles := map[render.Role]lipgloss.Style{
		render.Good: plain.Bold(true), render.Bad: plain.Bold(true), render.Name: plain.Bold(true),
	}
	if os.Getenv("NO_COLOR") == "" {
		styles = map[render.Role]lipgloss.Style{
			render.Good:    plain.Bold(true).Foreground(lipgloss.Green),
			render.Bad:     plain.Bold(true).Foreground(lipgloss.Red),
			render.Caution: plain.Foreground(lipgloss.Yellow),
			render.Name:    plain.Bold(true),
			render.Faint:   plain.Faint(true),
		}
	}
	return func(r render.Role, text string) string { return styles[r].Render(text) }
}

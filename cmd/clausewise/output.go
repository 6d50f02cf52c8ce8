package main

import (
	"image/color"
	"io"
	"os"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/clausewise/clausewise/engine/render"
)

// output keeps the first error of writing, so that nobody has to ask after each line.
type output struct {
	io.Writer
	err error
}

// Write writes nothing more after an error.
func (o *output) Write(p []byte) (n int, err error) {
	if o.err != nil {
		return 0, o.err
	}
	n, o.err = o.Writer.Write(p)
	return n, o.err
}

// widest is the longest line that is read with ease.
const widest = 110

// style is coloured and as wide as the terminal, where there is one.
func (o *output) style() render.Style {
	f, ok := o.Writer.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return render.Style{}
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		width = 0
	}
	return render.Style{Width: min(width, widest), Paint: paint(colorprofile.Detect(f, os.Environ()))}
}

// paint colours as far as the terminal can, and as NO_COLOR lets it.
func paint(p colorprofile.Profile) func(render.Role, string) string {
	if p <= colorprofile.NoTTY {
		return nil
	}
	tone := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(p.Convert(c)) }
	styles := map[render.Role]lipgloss.Style{
		render.Good:    tone(lipgloss.Green).Bold(true),
		render.Bad:     tone(lipgloss.Red).Bold(true),
		render.Caution: tone(lipgloss.Yellow).Bold(true),
		render.Name:    lipgloss.NewStyle().Bold(true),
		render.Faint:   lipgloss.NewStyle().Faint(true),
	}
	return func(r render.Role, text string) string { return styles[r].Render(text) }
}

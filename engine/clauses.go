package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang"
)

// Clause is what a clause file says of itself, for listings.
type Clause struct {
	ID     string    // the path of its file below the policy folder, without .cel
	Effect string    // permit, forbid, oblige, advise or define
	On     []string  // the actions; none of a define
	Title  string    // one sentence
	Prose  string    // how it reads its source; may be empty
	Source string    // where it comes from, in the owner's words
	Covers []string  // the requirements that it carries
	Reads  []string  // ids of the defines that it reads, directly or through others
	Since  time.Time // zero where it has always been in force
	Until  time.Time // exclusive; zero where it has no end
	Text   string    // the whole file
}

func list(d *lang.Defines, files []*clause.File) []Clause {
	made := []Clause{}
	for _, f := range files {
		made = append(made, Clause{ID: f.ID, Effect: string(f.Effect), On: texts(f.On), Title: f.Title, Prose: f.Prose,
			Source: f.Source, Covers: texts(f.Covers), Reads: d.ReadBy(f), Since: f.Since, Until: f.Until, Text: f.Text})
	}
	slices.SortFunc(made, func(a, b Clause) int { return strings.Compare(a.ID, b.ID) })
	return made
}

func texts(words []clause.Word) (texts []string) {
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	return texts
}

// inForce says whether now lies in [since, until).
func inForce(f *clause.File, now time.Time) bool {
	return !now.Before(f.Since) && (f.Until.IsZero() || now.Before(f.Until))
}

// Package policies is the shipped pack: our reading of Meta's policy for the
// Messenger Platform and the Instagram Messaging API, one clause a file.
//
// The pack is data. A folder is a section of the source, a file name is the id
// under which a decision names the clause, and define holds the figures, the closed
// lists and the phrases that the clauses share. The comment at the head of a file
// says how we read the source and what is uncertain in it.
//
// A service that takes the pack as it is hands FS to the engine. An owner who wants
// another figure or another list copies the pack and edits the copy.
package policies

import (
	"embed"
	"io/fs"
)

//go:embed */*.cel
var clauses embed.FS

//go:embed requirements.yaml
var requirements string

// FS gives the clause files of the pack. Paths begin at the section, such as
// standard-messaging/24-hour-window.cel.
func FS() fs.FS { return clauses }

// Requirements gives the list of everything that the source requires, as YAML: an id,
// a section, an action, a sentence, and for what no clause can carry the reason why it
// stands outside. The clauses name the ids under covers.
func Requirements() []byte { return []byte(requirements) }

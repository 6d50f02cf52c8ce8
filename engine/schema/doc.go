// Package schema reads the facts of a service once, from the tags of its own Go
// structs, and holds every set of facts to them: the ones that come as JSON or YAML,
// and the ones that are built in Go.
//
// Begin with [New], which takes one struct for each action, and [Schema.Decode],
// which makes such a struct from a text that [ParseJSON] or [ParseYAML] read. A
// service that fills its structs itself needs New alone: the engine calls
// [Schema.Verify] before it decides.
//
// # What a struct says
//
// An action is a struct with a method Action, which gives its name, and a field `now`
// of type time.Time, the instant that a question is about. A fact is a field of type
// bool, int, int64, float64, string or time.Time, a struct of such fields, which is a
// group, or a slice of any of them but slices. These tags belong to it:
//
//	json     the name, of lower-case letters, digits and _; "-" for what is no fact
//	words    the only values that a text may have, with commas between them
//	known    the values that a text usually has
//	default  what an absent fact is, as JSON but for texts and times
//	max      the most bytes of a text (256 without the tag), elements of a list (200)
//	by       who can change it, in words of your own
//	judged   not empty for a judgement of somebody, which no one can simply choose
//	log      what a log keeps of it: keep, hash or erase
//	doc      what it means, in one sentence
//
// The doc tag of a blank field, _ struct{}, says what the action is.
//
// # When is a fact unknown?
//
// A pointer may be nil and a slice without a default may be nil: nobody knows the
// fact. Absent and null say so in a text. An empty list is known, and so is false. A
// fact that is neither and has no default is required, and a required text is never
// empty. A group that is a pointer is there or not, and has its required facts if it
// is there; one that is a plain struct is always there, and if one of its facts is
// required, so is the group.
//
// # Why so strict?
//
// A decision depends on every fact. A misspelt key that is ignored, the second of two
// equal keys, a number that lost digits or a time without a zone makes a decision
// about something that nobody asked. So a text has one reading or it is refused, and
// with all that is wrong at once: [Errors], each with the path of the fact and the
// place in the text. A number stays as it was written until its fact is known, so an
// int keeps all of its 64 bits. Times are RFC 3339 with a zone, no finer than a
// nanosecond, from 1678 to 2261, where the distance from the epoch in nanoseconds
// fits an int64; they come back in UTC.
//
// Of YAML only that is read which all readers take for the same. An unquoted no is
// text, as in YAML 1.2: a fact that needs a bool refuses it, and a region may be NO.
//
// # What is in the digest?
//
// Two schemas with one [Schema.Digest] have the same facts with the same bounds and
// words. Documentation counts too, since a fact that means something else is another
// fact; the Go names and the order of the fields do not.
package schema

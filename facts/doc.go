// Package facts is the vocabulary of the messaging pack: what can be known about
// a send, an answer to an input, a call of the Custom Labels API, and a notice of
// a violation. It is plain data; it decides nothing and decodes nothing.
//
// # Unknown is not false
//
// A pointer may be nil and a slice may be nil: the fact is then not known, and a
// clause that needs it is decided on the strict side. new(true) makes a known fact
// on the spot. A field that is neither, and has no default tag, is required.
//
// The groups Comment and Token are pointers since their presence means something:
// a private reply refers to a comment or it does not. All other groups are plain
// values whose facts may each be unknown.
//
// # Tags
//
// One set of struct tags says all that the engine's schema package reads: json (the
// name), words (a closed list) or known (an open one), default, max, by (who can
// change it: sender, content, person, page, platform), judged (it is a judgement that
// nobody can simply choose), log (keep, hash, erase), doc.
package facts

// All is one zero value of each action, in the form in which a schema takes them.
func All() []interface{ Action() string } {
	return []interface{ Action() string }{new(Send), new(Respond), new(Label), new(Standing)}
}

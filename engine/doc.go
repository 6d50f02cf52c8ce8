// Package engine decides by clauses. A clause is one condition in one text file, with
// an effect: when the condition is true it permits, forbids, obliges or advises. The
// engine takes what is known about something that is about to happen, asks every
// clause about it, and answers whether it is permitted, who says so, and why.
//
// Begin with [Load], which makes a [Policy] of a folder of clause files, and with
// [Policy.Decide], which makes a [Decision]. A service whose clauses change while it
// runs takes [Open] instead, asks [Engine.Policy] for each decision, and lets
// [Engine.Watch] or its own calls of [Engine.Reload] follow the folder. What the
// clauses may speak about is a schema, made by package schema from Go structs; the
// engine knows no other facts.
//
// Of a decision [Policy.Explain] tells how it came about, [Policy.When] at which
// instants it changes if only time passes, and [Policy.Fix] what would make a denial a
// permission; [Policy.Try] evaluates an expression that stands in no clause. Package
// render writes all of that as text, package cases runs golden cases, and package seal
// lets only a signed folder serve.
//
// # Who wins?
//
// A forbid beats every permit, and without a permit nothing is permitted. A duty or an
// advice hangs on to the decision, whatever the outcome. Every clause of the action is
// asked, also when the outcome is certain, since the reader wants every reason.
//
// A clause speaks when both its scope and its condition are true. It is in scope and
// does not hold when the scope is true and the condition false; of those, only a permit
// has something to say.
//
//	effect    holds     in scope, does not hold   cannot be told
//	permit    permits   listed as unmet           listed as unmet
//	forbid    denies    silent                    denies
//	oblige    a duty    silent                    a duty
//	advise    advice    silent                    silent, listed as an error
//
// # What if something is not known?
//
// Unknown is not false. A fact that is not known is an error for whoever reads it, as
// is any other failure of a condition, and the last column above says what follows:
// what cannot be told permits nothing, forbids, and obliges. No error ever permits.
// Where one side settles the matter, the other is not missed: in CEL, which clauses
// are written in, false && unknown is false. Such a finding does not claim what nobody
// knows; [Finding.Unknown] names the facts that would tell. A clause that is to be
// decided without a fact says so itself, with has or assume.
//
// # What if the facts are wrong, or there are none?
//
// There is always a decision. Facts that their schema refuses (nil, a required fact
// missing, a word that is not listed) and an action that no clause names are denied,
// and [Decision.Reason] tells which of the two it is.
//
// # What if a clause is wrong?
//
// Then there is no policy: it would be looser, or stricter, than its owner believes.
// The error of Load is [Errors], every fault of every file with its place and, where
// there is one, a hint. A clause is bounded when it is loaded, in size and in what it
// may cost, so that deciding needs no limit. For an Engine it is all or nothing, too:
// the policy that served goes on serving, and [Engine.Status] says that it does.
//
// # Who may call what at the same time?
//
// Everybody everything, but for a second Watch, and for a Reload by what [Gate] or
// [Changed] was given. A Policy never changes; several can be held at once, and a
// Decision keeps the one that made it. Only the facts belong to the caller: they must
// not change as long as a decision about them is in use, since words are made from them
// when they are asked for.
//
// # Which clauses decided?
//
// [Policy.Revision] is a digest of every clause file and of the schema. Two decisions
// of one revision about the same facts are the same: the engine reads no clock and no
// network, and of the machine only the data of the time zones that clauses name; a
// service imports time/tzdata for machines that have none. What it lists is sorted by
// the id of the clause. A log that keeps the facts and the revision can be decided again.
//
// # What does an embedder inherit?
//
// CEL by cel.dev/cel-go, with what that needs (the antlr runtime, protobuf, genproto,
// a YAML reader), fsnotify for Watch, and an edit distance for did-you-mean. A test
// holds the list to that. None of it shows in a signature. The package keeps no state
// of its own, leaves no goroutine behind, and writes no file but those of a [Cache].
package engine

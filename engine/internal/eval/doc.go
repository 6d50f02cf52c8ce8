// Package eval evaluates the clauses of one action over the struct that a caller has
// filled, as a compiled program: no value of CEL and no reflection once it is compiled,
// and no allocation unless there are more than 128 clauses. Its answers are those of
// CEL's own program, to the last error; the tests hold both against each other over
// made-up facts and made-up expressions.
//
// # How a decision is made
//
// A condition is true, false, or cannot be told: tri. Most of what clauses ask concerns
// one fact alone, and is a question of very few answers: is this truth known, is it
// true, is this text one of those words. So every such fact is read once and becomes a
// code, a small number (column.go). What a code means to the clauses was found out
// when they were compiled: for every code a cell says of 64 clauses at once, a bit
// each, whose scope it makes false, whose scope an error, and the same of their bodies
// (block.go). To decide is to read the codes and to join their cells by |. CEL's &&
// absorbs errors in any order, so a scope or a body, which is a conjunction of terms,
// is false if one term is, else an error if one is, else true; no clause is looked at
// one by one.
//
// A term that asks more than codes can tell, such as within(comment.at, days(7)) or a
// loop over a list, is a test: a tree of closures (compile.go, call.go, list.go). It
// runs after the codes were joined, and only if a clause still waits for it. Terms that
// say the same are one test, and a define is evaluated at most once a decision.
//
// Of more than 128 clauses most hang on one fact, such as the page that they are about,
// and only those that can mean something to it are decided (index.go). The answer then
// takes memory, 4 bytes for each clause that says otherwise than if it were ruled out.
//
// # What is not compiled
//
// Maps, unsigned numbers, bytes, and whatever has to make a new text. The smallest
// expression around it that stands on its own, which is mostly one comparison, is then
// evaluated by CEL, and Program.Outside lists it with the reason. If it reads no fact,
// that is done once, when the clauses are compiled.
//
// An error here is a code without words. Who wants the words evaluates by CEL.
package eval

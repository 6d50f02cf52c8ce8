// Package lexicon is the words of the language of clauses, without its grammar: those
// that are kept, the functions that can be called and how each is written, and what
// types are called in a sentence. It knows no CEL.
package lexicon

import (
	"slices"
	"strings"
)

// keywords are the words that CEL keeps, and the names of its types.
const keywords = "true false null in as break const continue else for function if import let loop package namespace return var void while " +
	"bool bytes double dyn int list map null_type string type uint"

// callables are the functions and macros that a clause can call.
const callables = "has all exists exists_one map filter size contains startsWith endsWith matches duration timestamp int string double uint bool " +
	"getFullYear getMonth getDayOfYear getDayOfMonth getDate getDayOfWeek getHours getMinutes getSeconds getMilliseconds " +
	"seconds minutes hours days within younger latest business_days_after assume in_regions text"

// IsReserved says that a name belongs to the language.
func IsReserved(name string) bool {
	return slices.Contains(strings.Fields(keywords), name) || slices.Contains(Callables(), name)
}

// Callables are the names of the functions and macros that a clause can call.
func Callables() []string { return strings.Fields(callables) }

// Usage shows how a function of ours, or a macro of CEL, is written.
func Usage(fn string) string {
	forms := map[string]string{
		"seconds": "`seconds(30)`", "minutes": "`minutes(5)`", "hours": "`hours(24)`", "days": "`days(7)`",
		"within":              "`within(t, d)`: an instant that is not after `now`, and the length of time that it is ago at most",
		"younger":             "`younger(t, d)`: an instant that is not after `now`, and a length of time that it is ago less than",
		"latest":              "`latest(times)`: a list of instants, of which those after `now` do not count",
		"business_days_after": "`business_days_after(t, n)`: an instant and how many days from Monday to Friday, UTC, to count on",
		"assume":              "`assume(fact, value)`: a fact and what to take while it is not known",
		"in_regions":          "`in_regions(code, list)`: a code such as DE or US-CA, and a list of codes of which one is it, holds it or lies in it",
		"text":                "`text(x)`: a text, a number, an instant, a length of time or a list of them",
		"has":                 "`has(fact)`",
		"exists":              "`list.exists(a, condition)`", "all": "`list.all(a, condition)`",
		"filter": "`list.filter(a, condition)`", "map": "`list.map(a, value)`", "exists_one": "`list.exists_one(a, condition)`",
		"matches": "`text.matches(\"pattern\")`", "contains": "`text.contains(\"part\")`",
		"startsWith": "`text.startsWith(\"part\")`", "endsWith": "`text.endsWith(\"part\")`",
		"size": "`list.size()` or `text.size()`", "duration": "`days(7)` or `duration(\"36h\")`", "timestamp": "`timestamp(\"2026-01-10T15:00:00Z\")`",
	}
	if form := forms[fn]; form != "" {
		return "write " + form
	}
	if strings.HasPrefix(fn, "get") {
		return "write `now." + fn + "()` or `now." + fn + "(\"Europe/Berlin\")`"
	}
	return ""
}

// Article names a type of CEL for a reader: an instant, a list of texts.
func Article(t string) string {
	one, _ := nouns(t)
	return one
}

// nouns are the words for one value of a type and for several.
func nouns(t string) (one, many string) {
	words := map[string][2]string{
		"bool": {"a condition", "conditions"}, "string": {"a text", "texts"}, "bytes": {"bytes", "bytes"},
		"int": {"a whole number", "whole numbers"}, "uint": {"an unsigned number", "unsigned numbers"}, "double": {"a decimal number", "decimal numbers"},
		"timestamp": {"an instant", "instants"}, "duration": {"a length of time", "lengths of time"},
		"null": {"`null`", "`null`"}, "dyn": {"a value of no type", "values of no type"},
	}[t]
	elem, isList := strings.CutPrefix(t, "list(")
	switch {
	case words[0] != "":
		return words[0], words[1]
	case isList:
		_, many = nouns(strings.TrimSuffix(elem, ")"))
		return "a list of " + many, "lists of " + many
	case strings.HasPrefix(t, "map("):
		return "a map", "maps"
	case strings.HasPrefix(t, "type("):
		return "the name of a type", "names of types"
	}
	return "a group of facts", "groups of facts"
}

package wording

import "strings"

// Reason words what CEL could not compute.
func Reason(err error) string {
	msg := err.Error()
	what, which, _ := strings.Cut(msg, ": ")
	switch {
	case what == "no such key":
		return "the map has nothing under what is asked for" // which a fact may say, and facts are not for logs
	case what == "index out of bounds":
		return "the list has no element number " + which
	case strings.HasSuffix(msg, "overflow"):
		return "a number, an instant or a length of time is out of range"
	case msg == "division by zero", msg == "modulus by zero":
		return "nothing can be divided by zero"
	case strings.HasPrefix(msg, "type conversion error"):
		return "a value cannot be made into what is asked for"
	case strings.HasPrefix(msg, "invalid RFC 3339"), strings.HasPrefix(msg, "time: "):
		return "a text cannot be read as an instant or a length of time"
	}
	return plain(msg)
}

// plain is a message of CEL with the quotes of ours.
func plain(msg string) string { return strings.ReplaceAll(strings.ReplaceAll(msg, "'", "`"), "#", "") }

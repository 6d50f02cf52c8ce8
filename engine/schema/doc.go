// Package schema reads the facts of a service once, from the tags of its own Go
// structs, and knows everything about them that the engine needs.
package schema

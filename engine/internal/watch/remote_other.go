//go:build !linux

package watch

// remote is not known here; the poll is there all the same.
func remote(string) string { return "" }

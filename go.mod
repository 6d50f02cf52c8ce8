module github.com/clausewise/clausewise

go 1.26.0

// cel-go moved from github.com/google/cel-go to cel.dev/cel-go at v0.32.0; the
// old path ends at v0.31.0 and misses fixes. v0.33.2 is the first whose limit
// on regular expressions does not panic.
require cel.dev/cel-go v0.33.2

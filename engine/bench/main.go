// Command bench lets other engines and hand-written Go decide the clauses on send of
// the shipped pack, and compares what a decision takes. README.md says how.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
)

const sets = 10_000

func main() {
	asJSON := flag.Bool("json", false, "print the figures as JSON, and draw nothing")
	flag.Parse()
	if err := compare(os.Stdout, *asJSON); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// compare measures nobody before all are known to decide alike.
func compare(w io.Writer, asJSON bool) error {
	list, sends, err := peers(drawn(sets))
	if err != nil {
		return err
	}
	if err := differences(list, sends, sets); err != nil {
		return err
	}
	all := measured(list, sets)
	if asJSON {
		return printJSON(w, all, len(sends))
	}
	title := fmt.Sprintf("One decision: %d clauses, every finding, %d varied fact sets", len(sends), sets)
	fmt.Fprintf(w, "%s, all decided alike.\nMedians of %d interleaved rounds, %s, %s.\n\n", title, rounds, clock, runtime.Version())
	printTable(w, all)
	return os.WriteFile("speed.svg", []byte(plot(all, title)), 0o644)
}

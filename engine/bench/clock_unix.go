//go:build unix

package main

import (
	"syscall"
	"time"
)

const clock = "CPU time of the process"

// spent is the CPU time of the process so far, the collector's included. On a shared
// machine wall time tells more of the neighbours than of the peers.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

//go:build !unix

package main

import "time"

const clock = "wall time"

// spent is the wall time, where no CPU time is to be had; only differences of it count.
func spent() time.Duration { return time.Duration(time.Now().UnixNano()) }

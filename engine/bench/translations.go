package main

import "embed"

//go:embed translated
var translations embed.FS

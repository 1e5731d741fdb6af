//go:build !unix

package main

import (
	"os"

	"bulkhead/home"
)

func quietly() {}

func heedPanicKey(*home.PanicKey) {}

// lockSignal is never sent here.
var lockSignal os.Signal = os.Kill

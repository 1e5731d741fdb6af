//go:build !unix

package main

import "os"

func quietly() {}

func heedPanicKey(*panicKey) {}

// lockSignal is never sent here.
var lockSignal os.Signal = os.Kill

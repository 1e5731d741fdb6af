//go:build observe

package main

import (
	"fmt"
	"os"

	"bulkhead/drop/dropserver"
)

// observeFlags exist in builds with the tag observe only.
type observeFlags struct {
	Observe string `type:"path" placeholder:"FILE" help:"FOR MEASUREMENTS ONLY: append one JSON line a request, the drop's view, to FILE."`
}

func (f observeFlags) observe(c *dropserver.Config, e edge) (end func(), err error) {
	if f.Observe == "" {
		return func() {}, nil
	}
	file, err := os.OpenFile(f.Observe, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the observer's file: %w", err)
	}
	c.Observer = file
	fmt.Fprintln(e.err, "This build writes down every request. Never run it for people.")
	return func() { _ = file.Close() }, nil
}

//go:build !observe

package main

import "bulkhead/drop/dropserver"

// observeFlags is empty: this build can write nothing down about a request.
type observeFlags struct{}

func (observeFlags) observe(*dropserver.Config, edge) (end func(), err error) {
	return func() {}, nil
}

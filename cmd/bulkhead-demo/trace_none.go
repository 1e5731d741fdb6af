//go:build !observe

package main

import (
	"time"

	"bulkhead/device"
	"bulkhead/drop/dropserver"
	"bulkhead/pouch"
)

// observeFlags is empty in an ordinary build: nothing can make it write down
// who requests what.
type observeFlags struct{}

// truth and tracing do nothing in an ordinary build.
type truth struct{}

func newTruth(observeFlags) *truth { return nil }

func (*truth) of(int) tracing { return tracing{} }

func (w *world) writeTruth() error { return nil }

// sight would be the drop's view of requests.
type sight struct{}

func openSight(observeFlags, *dropserver.Config) (*sight, error) { return nil, nil }

func (*sight) close() error { return nil }

type tracing struct{}

func (tracing) watch(*device.Device)             {}
func (tracing) request(pouch.Request, time.Time) {}

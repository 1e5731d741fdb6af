package main

import (
	"bulkhead/home"
	"bulkhead/internal/durable"
)

// testRegions is how many regions a vault has here.
const testRegions = 4

// testEdge is the real world but for four things: no write waits for the disk, which loses
// nothing as long as the power stays on; a shelf is of 1 MiB; a vault has four regions,
// which are its three compartments and one of noise; and no attempt with a passphrase takes
// any time, so that no screen says how busy the machine was. Power cuts are tested where devices
// are, in memory, and the real program's writes and files in internal/endtoend.
func testEdge() edge {
	e := realEdge()
	e.shelfPages, e.regions, e.after = 256, testRegions, nil
	e.disk = home.Disk{Open: lazily(durable.Open), Existing: lazily(durable.Existing)}
	return e
}

func lazily(open func(string) (durable.Dir, error)) func(string) (durable.Dir, error) {
	return func(path string) (durable.Dir, error) {
		d, err := open(path)
		if err != nil {
			return nil, err
		}
		return durable.Lazy(d), nil
	}
}

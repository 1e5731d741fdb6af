package main

import (
	"bulkhead/home"
	"bulkhead/internal/durable"
)

// testEdge is the real world but for two things: no write waits for the disk, which loses
// nothing as long as the power stays on, and a shelf is of 1 MiB. Power cuts are tested
// where devices are, in memory, and the real program's writes in internal/endtoend.
func testEdge() edge {
	e := realEdge()
	e.shelfPages = 256
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

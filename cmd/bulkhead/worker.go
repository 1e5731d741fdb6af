package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"

	"bulkhead/carrier/direct"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// worker is a pouch's worker, running in a goroutine of its own.
type worker struct {
	stop func()        // ends it and waits for its end
	done chan struct{} // closed at its end
}

// startWorker lets the folder's boxes travel until stop. report is called from
// the worker's goroutine. The error matches durable.ErrLocked if another
// program does it already.
func (a *app) startWorker(dir durable.Dir, report func(pouch.Report)) (*worker, error) {
	w, err := pouch.NewWorker(dir, device.PouchFile, a.rand)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse(errors.New("there is no pouch to run"), "open the device once, for instance with 'bulkhead status'")
	}
	if err != nil {
		return nil, err
	}
	var addr drop.Address
	if err := addr.UnmarshalBinary(w.Plan().Address); err != nil {
		w.Close()
		return nil, fmt.Errorf("reading from the pouch where the drop is: %w", err)
	}
	ctx, cancel := context.WithCancel(a.ctx)
	run := &worker{done: make(chan struct{})}
	run.stop = func() { cancel(); <-run.done }
	go func() {
		defer close(run.done)
		defer w.Close()
		pouch.Run(ctx, w, direct.New(addr, new(net.Dialer).DialContext), wallClock{a.now}, report)
	}()
	return run, nil
}

package home

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"

	"bulkhead/carrier"
	"bulkhead/carrier/direct"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// ErrNoPouch says that there is no pouch yet: opening the device makes one.
var ErrNoPouch = errors.New("there is no pouch to run")

// Worker is a pouch's worker, running in a goroutine of its own.
type Worker struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// Stop ends it and waits for its end.
func (w *Worker) Stop() {
	w.cancel()
	<-w.done
}

// StartWorker lets the folder's boxes travel until ctx ends or it is stopped.
// report is called from the worker's goroutine. The error is ErrNoPouch, or
// matches durable.ErrLocked if another program does it already.
func (h *Home) StartWorker(ctx context.Context, dir durable.Dir, report func(pouch.Report)) (*Worker, error) {
	w, err := pouch.NewWorker(dir, device.PouchFile, h.Rand)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoPouch
	}
	if err != nil {
		return nil, err
	}
	way, err := carrierOf(w.Plan())
	if err != nil {
		w.Close()
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	run := &Worker{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(run.done)
		defer w.Close()
		pouch.Run(ctx, w, way, wallClock{h.Now}, report)
	}()
	return run, nil
}

// CarrierWarning is what a person must know of the way the boxes travel.
const CarrierWarning = direct.Warning

// carrierOf chooses the way by which a pouch's boxes travel. It is the one
// switch over carriers.
func carrierOf(p pouch.Plan) (carrier.Carrier, error) {
	var addr drop.Address
	if err := addr.UnmarshalBinary(p.Address); err != nil {
		return nil, fmt.Errorf("reading from the pouch where the drop is: %w", err)
	}
	return direct.New(addr, new(net.Dialer).DialContext), nil
}

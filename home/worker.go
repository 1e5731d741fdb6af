package home

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

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
	proxy  string
	cancel context.CancelFunc
	done   chan struct{}
}

// Proxy returns the variable of the environment that names the proxy by which its
// boxes travel; "" without one.
func (w *Worker) Proxy() string { return w.proxy }

// Stop ends it and waits for its end.
func (w *Worker) Stop() {
	w.cancel()
	<-w.done
}

// StartWorker lets the folder's boxes travel until ctx ends or it is stopped.
// report is called from the worker's goroutine. The error is ErrNoPouch, or
// matches durable.ErrLocked if another program does it already; ErrProxy,
// ErrPreload before anything is sent.
func (h *Home) StartWorker(ctx context.Context, dir durable.Dir, report func(pouch.Report)) (*Worker, error) {
	w, err := pouch.NewWorker(dir, device.PouchFile, h.Rand)
	for n := 0; errors.Is(err, durable.ErrLocked) && n < workerTries; n++ { // whoever only looks whether one runs holds the lock for a moment
		time.Sleep(workerPause)
		w, err = pouch.NewWorker(dir, device.PouchFile, h.Rand)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoPouch
	}
	if err != nil {
		return nil, err
	}
	by, proxy, err := h.carrierOf(w.Plan())
	if err != nil {
		w.Close()
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	run := &Worker{proxy: proxy, cancel: cancel, done: make(chan struct{})}
	by, clock := h.Pace.worker(ctx, w, by, h.Now)
	go func() {
		defer close(run.done)
		defer w.Close()
		defer clock.Leave()
		pouch.Run(ctx, w, by, clock, report)
	}()
	return run, nil
}

const (
	workerTries = 3
	workerPause = 20 * time.Millisecond
)

// IsRunning reports whether some program lets the folder's boxes travel now. Where
// that cannot be found out, none does.
func (h *Home) IsRunning() bool {
	dir, err := h.Device()
	if err != nil {
		return false
	}
	running, err := pouch.IsRun(dir, device.PouchFile)
	return running && err == nil
}

// carrierOf chooses the way by which a pouch's boxes travel, and returns the
// variable that names the proxy on it, "" without one. It is the one switch over
// carriers.
func (h *Home) carrierOf(p pouch.Plan) (by carrier.Carrier, proxy string, err error) {
	var addr drop.Address
	if err := addr.UnmarshalBinary(p.Address); err != nil {
		return nil, "", fmt.Errorf("reading from the pouch where the drop is: %w", err)
	}
	way, err := h.way(addr)
	if err != nil {
		return nil, "", err
	}
	return direct.New(addr, way.Dial), way.Proxy, nil
}

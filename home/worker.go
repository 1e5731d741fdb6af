package home

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
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
	by := &places{home: h, by: map[where]carrier.Carrier{}}
	if err := by.know(w.Plan().Cards); err != nil {
		w.Close()
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	run := &Worker{proxy: by.proxy, cancel: cancel, done: make(chan struct{})}
	ways, clock := h.Pace.worker(ctx, w, by.way, h.Now)
	go func() {
		defer close(run.done)
		defer w.Close()
		defer clock.Leave()
		pouch.Run(ctx, w, ways, clock, h.Pace.reports(report))
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
	defer shut(dir)
	running, err := pouch.IsRun(dir, device.PouchFile)
	return running && err == nil
}

// places are the carriers by which boxes travel, one for each place. It is the one
// switch over carriers. way is called from one goroutine at a time.
type places struct {
	home  *Home
	by    map[where]carrier.Carrier
	proxy string // the variable that names the proxy on the way to one of them; "" without one
}

type where struct {
	place   card.Place
	gateway string
}

// know makes a carrier for every place of both cards. One that cannot be reached is loss
// like a dead one; if none can be, the error is the first's: ErrProxy, ErrPreload. Then
// nothing is sent at all.
func (p *places) know(cards card.Pair) error {
	var first error
	reached := false
	for n := range card.MaxPairPlaces {
		place, gateway, ok := cards.At(n)
		if !ok {
			continue
		}
		by, proxy, err := p.home.carrierTo(place)
		if reached = reached || err == nil && place.Kind() == card.Direct; err != nil {
			first, by = cmp.Or(first, err), nowhere{cause.Of(err)}
		}
		if p.by[where{place, gateway}] = by; proxy != "" {
			p.proxy = proxy
		}
	}
	if reached {
		return nil
	}
	return first // nil where there are only places of kinds that are not reachable yet
}

// way returns the carrier to a place. One that cannot be reached, on a card that came
// while the worker ran, is loss like a dead one.
func (p *places) way(place card.Place, gateway string) carrier.Carrier {
	at := where{place, gateway}
	if p.by[at] == nil {
		by, _, err := p.home.carrierTo(place)
		if err != nil {
			by = nowhere{cause.Of(err)}
		}
		p.by[at] = by
	}
	return p.by[at]
}

// carrierTo returns the carrier to a place, and the variable that names the proxy on
// the way, "" without one.
func (h *Home) carrierTo(place card.Place) (by carrier.Carrier, proxy string, err error) {
	if place.Kind() != card.Direct {
		return nowhere{cause.Kind}, "", nil
	}
	addr, err := drop.AddressOf(place.Drop)
	if err != nil {
		return nil, "", fmt.Errorf("reading from the card where a drop is: %w", err)
	}
	way, err := h.way(addr)
	if err != nil {
		return nil, "", err
	}
	return direct.New(addr, way.Dial), way.Proxy, nil
}

// nowhere is the carrier to a place that cannot be reached: nothing is sent.
type nowhere struct{ why cause.Cause }

// Put implements [carrier.Carrier].
func (n nowhere) Put(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Cause: n.why}
}

// Get implements [carrier.Carrier].
func (n nowhere) Get(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Cause: n.why}
}

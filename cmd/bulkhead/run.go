package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bulkhead/carrier/direct"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

type runCmd struct {
	Unlock bool `help:"Ask for the passphrase and keep the device open as well: what arrives is taken in and answered by itself. Other commands then find the device in use."`
	Show   bool `help:"With --unlock: say when something has arrived (not what, not from whom)."`
}

// Help implements kong's HelpProvider.
func (runCmd) Help() string {
	return `Lets the boxes travel until it is stopped with Ctrl-C or SIGTERM: in every round the same number of writes in its first half and of reads in its second, whatever there is to say. It needs no passphrase, holds no key, and can be killed at any moment. The pouch lasts for 48 hours (some rounds, if they are short); every command that opens the device fills it again.

Boxes go straight to the drop ("direct"), which shows the drop's operator this device's internet address: only for a drop that you run yourself.

    bulkhead run
    bulkhead run --unlock --show` + exitHelp
}

type runResult struct {
	Seconds  float64 `json:"seconds"`
	Written  int     `json:"written"`
	Read     int     `json:"read"`
	Found    int     `json:"found"` // boxes among those read
	Failed   int     `json:"failed"`
	Unlocked bool    `json:"unlocked"`
	Other    bool    `json:"other_worker"` // another program ran the pouch
}

func (r runResult) lines(p *page) {
	p.line("Stopped after %v: %d boxes written, %d read, %d requests without an answer.",
		time.Duration(r.Seconds*float64(time.Second)).Round(time.Second), r.Written, r.Read, r.Failed)
}

// Run runs the pouch, and with --unlock the device.
func (c *runCmd) Run(a *app) error {
	if c.Show && !c.Unlock {
		return usage(errors.New("--show needs --unlock: a locked device cannot tell what arrives"), "")
	}
	dir, err := a.folder()
	if err != nil {
		return err
	}
	log := &roundLog{a: a}
	var open *openDevice
	if c.Unlock {
		if open, err = a.keepOpen(dir, c.Show); err != nil {
			return err
		}
		defer open.end()
	}
	began := a.now()
	w, err := a.startWorker(dir, log.report)
	other := c.Unlock && errors.Is(err, durable.ErrLocked)
	switch {
	case other:
		a.warn("another 'bulkhead run' lets the boxes travel; this one keeps the device open")
	case err != nil:
		return err
	default:
		a.warn("%s", direct.Warning)
		log.begin(dir)
	}
	<-a.ctx.Done()
	if w != nil {
		w.stop()
	}
	err = open.end()
	res := log.total
	res.Seconds, res.Unlocked, res.Other = a.now().Sub(began).Seconds(), c.Unlock, other
	if shown := a.show(res); err == nil {
		err = shown
	}
	return err
}

// openDevice is a device that its event loop keeps open.
type openDevice struct {
	cancel context.CancelFunc
	done   chan struct{}
	err    error // of closing; owned by the loop until done is closed
}

// keepOpen asks for the passphrase and starts the device's event loop. It
// turns once a round, or every ten minutes if rounds are longer, always.
func (a *app) keepOpen(dir durable.Dir, show bool) (*openDevice, error) {
	every := turnEvery(dir)
	d, err := a.unlock(dir, nil, func(e *device.Env) {
		e.TurnEvery, e.SaveEvery = every, min(every, device.DefaultSaveEvery)
	})
	if err != nil {
		return nil, err
	}
	if err := d.Turn(); err != nil {
		d.Abandon()
		return nil, err
	}
	ctx, cancel := context.WithCancel(a.ctx)
	o := &openDevice{cancel: cancel, done: make(chan struct{})}
	wishes := make(chan func(*device.Device))
	go func() {
		defer close(o.done)
		o.err = device.Loop(ctx, d, wallClock{a.now}, wishes, func(err error) { a.warn("%v", err) })
	}()
	if show {
		go a.announce(o, wishes, every)
	}
	return o, nil
}

// end closes the device, once, and returns what that gave. A nil openDevice
// has nothing to close.
func (o *openDevice) end() error {
	if o == nil {
		return nil
	}
	o.cancel()
	<-o.done
	return o.err
}

// announce says, once a period, that something has arrived.
func (a *app) announce(o *openDevice, wishes chan<- func(*device.Device), every time.Duration) {
	told := 0
	for {
		select {
		case <-o.done:
			return
		case <-time.After(every):
		}
		unread := 0
		err := device.Do(wishes, o.done, func(d *device.Device) error {
			for _, r := range d.Inbox() {
				if !r.Read {
					unread++
				}
			}
			return nil
		})
		if err != nil {
			return
		}
		if unread > told {
			fmt.Fprintf(a.err, "%s  something has arrived (%d unread)\n", a.now().Format("15:04"), unread)
		}
		told = unread
	}
}

// turnEvery is the length of a round as the pouch has it, at most ten minutes.
func turnEvery(dir durable.Dir) time.Duration {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return device.DefaultTurnEvery
	}
	return min(p.Plan().Calendar.Length, device.DefaultTurnEvery)
}

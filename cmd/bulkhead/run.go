package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"bulkhead/internal/durable"
	"bulkhead/term"
)

type runCmd struct {
	Unlock bool `help:"Ask for the passphrase and keep the device open as well: what arrives is taken in and answered by itself. Other commands then find the device in use."`
	Show   bool `help:"With --unlock: say when something has arrived (not what, not from whom)."`

	LockAfter time.Duration `placeholder:"10m" help:"With --unlock: lock the device after this time, and let the boxes travel on."`
}

// Help implements kong's HelpProvider.
func (runCmd) Help() string {
	return `Lets the boxes travel until it is stopped with Ctrl-C or SIGTERM: in every round the same number of writes in its first half and of reads in its second, whatever there is to say. It needs no passphrase, holds no key, and can be killed at any moment. The pouch lasts for 48 hours (some rounds, if they are short); every command that opens the device fills it again.

With --unlock, a second process holds what the passphrase opened, and ends when the device is locked: by --lock-after, by the signal SIGUSR1, or with this command. What stays has never held a secret. The panic key Ctrl-\\ erases the device at once, shows the notebook, and lets the boxes travel on, without another word, until this command is stopped; see 'bulkhead wipe --help'.

Boxes go straight to the drop ("direct"), which shows the drop's operator this device's internet address: only for a drop that you run yourself. They go through the proxy that HTTPS_PROXY or ALL_PROXY names (socks5://, socks5h:// or http://), if one does; torsocks has no effect on this program, and is refused.

    bulkhead run
    bulkhead run --unlock --show --lock-after 20m` + exitHelp
}

type runResult struct {
	Seconds float64 `json:"seconds"`
	Written int     `json:"written"`
	Read    int     `json:"read"`
	Found   int     `json:"found"` // boxes among those read
	Failed  int     `json:"failed"`

	Causes map[string]int `json:"causes,omitempty"` // why, how often

	Unlocked bool `json:"unlocked"`
	Other    bool `json:"other_worker"` // another program ran the pouch
}

func (r runResult) lines(p *term.Page) {
	p.Line("Stopped after %v: %d boxes written, %d read, %d requests without an answer.",
		time.Duration(r.Seconds*float64(time.Second)).Round(time.Second), r.Written, r.Read, r.Failed)
}

// Run runs the pouch, and with --unlock has a keeper keep the device open.
func (c *runCmd) Run(a *app) error {
	if (c.Show || c.LockAfter != 0) && !c.Unlock {
		return usage(errors.New("--show and --lock-after need --unlock"), "")
	}
	dir, err := a.folder()
	if err != nil {
		return err
	}
	var k *keeper
	if c.Unlock {
		defer a.panic.Heed()()
		if k, err = a.startKeeper(c); err != nil {
			return err
		}
		defer k.lock()
	}
	res, err := c.travel(a, dir, k)
	if code := k.lock(); code != exitDone {
		return &shown{code}
	}
	if k != nil && k.notebook {
		return errShown
	}
	if err != nil {
		return err
	}
	return a.show(res)
}

// travel lets the boxes travel until it is stopped, or until the device is
// locked if another program does that work.
func (c *runCmd) travel(a *app, dir durable.Dir, k *keeper) (res runResult, err error) {
	log, began := &roundLog{a: a}, a.now()
	w, err := a.startWorker(dir, log.report)
	other := k != nil && errors.Is(err, durable.ErrLocked)
	switch {
	case other:
		a.warn("another 'bulkhead run' lets the boxes travel; this one keeps the device open")
	case err != nil && k != nil && k.notebook:
		// A notebook without a pouch: nothing travels.
	case err != nil:
		return res, err
	default:
		a.warnOfWay(w.Proxy())
		log.begin(dir)
	}
	pressed := c.wait(a, k, w != nil)
	if pressed && w != nil {
		log.quiet.Store(true)
		<-a.ctx.Done() // what the panic key left must leave this device, the alarm above all
	}
	if w != nil {
		w.Stop()
	}
	if pressed {
		return res, nil
	}
	res = log.total
	res.Seconds, res.Unlocked, res.Other = a.now().Sub(began).Seconds(), c.Unlock, other
	return res, nil
}

// wait waits for the end of the command, and passes on to the keeper what it
// must know. It reports whether that was the panic key.
func (c *runCmd) wait(a *app, k *keeper, working bool) (pressed bool) {
	if k == nil {
		<-a.ctx.Done()
		return false
	}
	lock := make(chan os.Signal, 1)
	signal.Notify(lock, lockSignal)
	defer signal.Stop(lock)
	ended := k.ended
	for {
		select {
		case <-a.ctx.Done():
			return false
		case <-a.panic.Pressed():
			k.panic()
			return true
		case <-lock:
			k.lock()
		case <-ended:
			if k.code == exitPassphrase {
				return true // its panic key was pressed
			}
			fmt.Fprintln(a.err, "Locked.")
			if !working {
				return false
			}
			ended = nil
		}
	}
}

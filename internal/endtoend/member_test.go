package endtoend

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"sync"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// A member's process does one or both of these; two processes may share the
// work on one folder, as bulkhead run and an open device do.
const (
	roleWorker = "worker" // lets the boxes travel, locked
	roleDevice = "device" // keeps the device open, takes commands
	roleBoth   = "both"
)

const passphrase = "correct horse battery staple end"

// runMember is the whole of a member's process. It obeys lines on standard
// input and ends when that does:
//
//	send TIE TEXT
//
// It answers on standard output, every line about a text by its first word:
//
//	kept WORD       accepted, and the vault that holds it is saved
//	refused WORD    not accepted; nothing of it stays
//	holds WORD …    at the start: everything in the inbox as the vault has it
//	arrived WORD    in the inbox, and the vault that holds it is saved
//	open N          own texts that the other side has not confirmed
//	trouble WHY     a Refill failed and will be tried again
//	round N M       of a round's requests, N were answered and M were not
func runMember(role, folder string) error {
	dir, err := durable.Open(folder)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var both sync.WaitGroup
	defer both.Wait()
	if role != roleDevice {
		w, err := pouch.NewWorker(dir, device.PouchFile, rand.Reader)
		if err != nil {
			return err
		}
		both.Go(func() { travel(ctx, w) })
	}
	if role == roleWorker {
		_, _ = bufio.NewReader(os.Stdin).ReadByte() // only ever the end
		cancel()
		return nil
	}
	err = keepOpen(ctx, dir)
	cancel()
	return err
}

// newEnv is the edge of a device: everything real, the passphrase cheap.
func newEnv(dir durable.Dir, refill time.Duration) device.Env {
	return device.Env{
		Dir: dir, Now: time.Now, Rand: rand.Reader, Pause: time.Sleep, SaveEvery: refill, RefillEvery: refill,
		Vault:  vault.Options{Size: 2 << 20, Compartments: 2}, // room for every text of the long form
		Params: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1},
	}
}

func newPass() *vault.Passphrase {
	p, err := vault.NewPassphrase([]byte(passphrase))
	if err != nil {
		panic(err) // a constant
	}
	return p
}

// keepOpen opens the device and runs its event loop until the input ends.
func keepOpen(ctx context.Context, dir durable.Dir) error {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return err
	}
	length := p.Plan().Calendar().Length
	d, err := device.Open(newEnv(dir, length), newPass())
	if err != nil {
		return err
	}
	t := &talker{last: map[string]bool{}, open: -1}
	t.hold(d)
	if err := d.Refill(); errors.Is(err, device.ErrBusy) {
		say("trouble", err.Error()) // the loop tries again
	} else if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	wishes, ended := make(chan func(*device.Device)), make(chan struct{})
	go func() {
		defer cancel()
		t.obey(wishes, ended)
	}()
	go t.look(wishes, ended, length)
	defer close(ended)
	return device.Loop(ctx, d, wall{}, wishes, func(err error) { say("trouble", err.Error()) })
}

package endtoend

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/direct"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
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

// wall is the real time.
type wall struct{}

func (wall) Now() time.Time                         { return time.Now() }
func (wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// travel runs the pouch until the context ends.
func travel(ctx context.Context, w *pouch.Worker) {
	defer w.Close()
	var addr drop.Address
	if err := addr.UnmarshalBinary(w.Plan().Address); err != nil {
		panic(err) // the parent wrote it
	}
	var tally traffic
	_ = pouch.Run(ctx, w, direct.New(addr, new(net.Dialer).DialContext), wall{}, tally.report)
}

// traffic counts one round's requests.
type traffic struct {
	round            box.Round
	answered, failed int
}

func (t *traffic) report(r pouch.Report) {
	if r.Request.Kind == 0 {
		return
	}
	if r.Request.Round != t.round {
		say("round", strconv.Itoa(t.answered), strconv.Itoa(t.failed))
		*t = traffic{round: r.Request.Round}
	}
	if r.Answer.Outcome == carrier.Failed {
		t.failed++
	} else {
		t.answered++
	}
}

// newEnv is the edge of a device: everything real, the passphrase cheap.
func newEnv(dir durable.Dir, turn time.Duration) device.Env {
	return device.Env{
		Dir: dir, Now: time.Now, Rand: rand.Reader, Pause: time.Sleep, SaveEvery: turn, TurnEvery: turn,
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
	length := p.Plan().Calendar.Length
	d, err := device.Open(newEnv(dir, length), newPass())
	if err != nil {
		return err
	}
	t := &talker{last: map[string]bool{}, open: -1}
	t.hold(d)
	if err := d.Turn(); err != nil {
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
	return device.Loop(ctx, d, wall{}, wishes, func(err error) { fmt.Fprintln(os.Stderr, err) })
}

// talker is a member's side of the conversation with the parent. All of it
// belongs to the device's loop.
type talker struct {
	last map[string]bool // texts told as arrived
	open int
}

func say(words ...string) { fmt.Println(strings.Join(words, " ")) }

// name is what a text is spoken of by.
func name(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// hold tells what the vault has, twice what it has twice.
func (t *talker) hold(d *device.Device) {
	words := []string{"holds"}
	for _, r := range d.Inbox() {
		if r.What == cell.TextArrived {
			words = append(words, name(r.Text))
			t.last[r.Text] = true
		}
	}
	say(words...)
}

// obey carries out commands until the input or the loop ends.
func (t *talker) obey(wishes chan<- func(*device.Device), ended <-chan struct{}) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		_, rest, _ := strings.Cut(in.Text(), " ")
		tie, text, _ := strings.Cut(rest, " ")
		number, err := strconv.ParseUint(tie, 10, 16)
		if err != nil {
			panic(err) // the parent wrote it
		}
		_ = device.Do(wishes, ended, func(d *device.Device) error {
			if _, err := d.Send(cell.TieID(number), text); err != nil {
				say("refused", name(text), err.Error())
				return nil
			}
			if err := d.Save(); err != nil {
				return err // neither: the parent learns nothing of it
			}
			say("kept", name(text))
			return nil
		})
	}
}

// look tells, twice a round, what is new.
func (t *talker) look(wishes chan<- func(*device.Device), ended <-chan struct{}, length time.Duration) {
	for {
		select {
		case <-ended:
			return
		case <-time.After(length / 2):
		}
		select {
		case <-ended:
			return
		case wishes <- t.tell:
		}
	}
}

func (t *talker) tell(d *device.Device) {
	var fresh []string
	for _, r := range d.Inbox() {
		if r.What == cell.TextArrived && !t.last[r.Text] {
			fresh = append(fresh, r.Text)
		}
	}
	if len(fresh) > 0 && d.Save() == nil {
		for _, text := range fresh {
			t.last[text] = true
			say("arrived", name(text))
		}
	}
	open := 0
	for _, s := range d.Sent() {
		if stage, _ := s.Stage(); stage < device.ReceivedBy {
			open++
		}
	}
	if open != t.open {
		t.open = open
		say("open", strconv.Itoa(open))
	}
}

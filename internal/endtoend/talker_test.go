package endtoend

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

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
		done := make(chan struct{})
		wish := func(d *device.Device) {
			defer close(done)
			if _, err := d.Send(cell.TieID(number), text); err != nil {
				say("refused", name(text), err.Error())
			} else if d.Save() == nil { // else neither: the parent learns nothing of it
				say("kept", name(text))
			}
		}
		select {
		case wishes <- wish:
		case <-ended:
			return
		}
		select {
		case <-done:
		case <-ended:
			return
		}
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
		if stage, _ := s.Stage(); stage < mail.ReceivedBy {
			open++
		}
	}
	if open != t.open {
		t.open = open
		say("open", strconv.Itoa(open))
	}
}

//go:build linux

package endtoend

import (
	"bytes"
	"encoding/binary"
	"os"
	"time"
)

const (
	controlFolder = "control"
	controlFile   = controlFolder + "/file"
	controlSize   = 64 << 10 // bytes
)

// control is the program beside that does it wrong: it writes a file and
// renames it over the last, and syncs nothing. If no cut ever harmed it, the
// cuts would prove nothing about those who do it right. It syncs nothing, so
// it helps nobody either.
type control struct {
	stop, done chan struct{}
	said       uint64 // the number that it last said was kept; read after done
}

// controlBytes is a whole file: its number over and over.
func controlBytes(n uint64) []byte {
	return bytes.Repeat(binary.BigEndian.AppendUint64(nil, n), controlSize/8)
}

// startControl begins at number 1, beside a durable 0.
func startControl(root *os.Root) (*control, error) {
	if err := root.MkdirAll(controlFolder, 0o700); err != nil {
		return nil, err
	}
	if err := root.WriteFile(controlFile, controlBytes(0), 0o600); err != nil {
		return nil, err
	}
	c := &control{stop: make(chan struct{}), done: make(chan struct{})}
	return c, nil
}

// run writes until it is stopped or the power goes.
func (c *control) run(root *os.Root) {
	defer close(c.done)
	for n := uint64(1); ; n++ {
		select {
		case <-c.stop:
			return
		case <-time.After(4 * time.Millisecond):
		}
		if root.WriteFile(controlFile+".new", controlBytes(n), 0o600) != nil || root.Rename(controlFile+".new", controlFile) != nil {
			return
		}
		c.said = n
	}
}

// end returns the number that the control last called kept.
func (c *control) end() uint64 {
	close(c.stop)
	<-c.done
	return c.said
}

// harmed tells what a cut did to the control's file: an older one is there, or
// one that was never written.
func harmed(root *os.Root, said uint64) (older, torn bool) {
	data, err := root.ReadFile(controlFile)
	if err != nil || len(data) != controlSize || !bytes.Equal(data, controlBytes(binary.BigEndian.Uint64(data))) {
		return false, true
	}
	return binary.BigEndian.Uint64(data) < said, false
}

//go:build unix

package term

import (
	"context"
	"os"

	"bulkhead/home"

	"golang.org/x/sys/unix"
)

// waiting reads from a file, and waits for that in a way that can be ended: whoever no
// longer waits takes nothing that is typed later from whoever asks next.
type waiting struct {
	f          *os.File
	ctx        context.Context
	key        *home.PanicKey
	wake, ring *os.File // what is written to ring can be read from wake
	over       chan struct{}
}

// awaiting returns a reader of f that ends when ctx does (ErrInterrupted) or the panic
// key is pressed (home.ErrPanicKey). It is closed after use.
func awaiting(ctx context.Context, key *home.PanicKey, f *os.File) (*waiting, error) {
	wake, ring, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	w := &waiting{f, ctx, key, wake, ring, make(chan struct{})}
	go func() {
		defer ring.Close()
		select {
		case <-ctx.Done():
		case <-key.Pressed():
		case <-w.over:
		}
	}()
	return w, nil
}

func (w *waiting) close() {
	close(w.over)
	w.wake.Close()
}

// Read reads what is there, at least one byte.
func (w *waiting) Read(b []byte) (int, error) {
	ready := []unix.PollFd{{Fd: int32(w.f.Fd()), Events: unix.POLLIN}, {Fd: int32(w.wake.Fd()), Events: unix.POLLIN}}
	for {
		if _, err := unix.Poll(ready, -1); err != nil && err != unix.EINTR {
			return 0, err
		} else if err != nil {
			continue
		}
		switch {
		case w.key.Down():
			return 0, home.ErrPanicKey
		case w.ctx.Err() != nil:
			return 0, ErrInterrupted
		case ready[0].Revents != 0:
			return w.f.Read(b)
		}
	}
}

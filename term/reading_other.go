//go:build !unix

package term

import (
	"context"
	"os"

	"bulkhead/home"
)

// waiting reads from a file; elsewhere the wait for that cannot be ended.
type waiting struct{ *os.File }

func awaiting(_ context.Context, _ *home.PanicKey, f *os.File) (*waiting, error) {
	return &waiting{f}, nil
}

func (w *waiting) close() {}

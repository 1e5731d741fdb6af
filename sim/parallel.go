package sim

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

func workersFor(wanted, chunks int) int {
	if wanted < 1 {
		wanted = runtime.GOMAXPROCS(0)
	}
	return max(min(wanted, chunks), 1)
}

// inParallel does chunks 0 to chunks−1, each once, on that many goroutines, and
// returns when all have ended. worker is called on each goroutine, once, and
// returns what does one chunk. The error is ctx's if that ended first.
func inParallel(ctx context.Context, workers, chunks int, worker func(w int) func(chunk int)) error {
	var next atomic.Int64
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			do := worker(w)
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= chunks {
					return
				}
				do(i)
			}
		})
	}
	all.Wait()
	return ctx.Err()
}

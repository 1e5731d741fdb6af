package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"bulkhead/internal/durable"
)

func main() {
	durable.OwnerOnly()
	quietly()
	e := realEdge()
	heedPanicKey(e.panic)
	if err := noDumps(); err != nil {
		fmt.Fprintln(os.Stderr, "bulkhead: turning core dumps off:", err)
		os.Exit(exitFailed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// From a second after the first signal on, another ends the program at once.
	// (One Ctrl-C can arrive twice: from the terminal and from whoever started us.)
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	code := run(ctx, os.Args[1:], e)
	os.Exit(code)
}

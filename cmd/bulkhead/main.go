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
	ends := []os.Signal{syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup(1)
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	e.interrupts = interrupts
	// From a second after the first signal on, another ends the program at once.
	// (One Ctrl-C can arrive twice: from the terminal and from whoever started us.)
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	code := run(ctx, os.Args[1:], e)
	os.Exit(code)
}

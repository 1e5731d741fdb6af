package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// From a second after the first signal on, another ends the program at once.
	// (One Ctrl-C can arrive twice: from the terminal and from whoever started us.)
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	code := run(ctx, os.Args[1:], realEdge())
	os.Exit(code)
}

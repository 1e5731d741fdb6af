package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"bulkhead/desk/page"
	"bulkhead/term"
)

type serveCmd struct {
	working
	lineFlags
	Port      int    `default:"0" placeholder:"PORT" help:"Port at 127.0.0.1; 0 takes any that is free."`
	Detail    string `type:"existingfile" placeholder:"FILE" help:"PMTiles file with vector tiles of the area, for a map that shows streets. Without it the map has coasts and borders alone."`
	NoBorders bool   `help:"Draw no borders between countries on the map."`
}

// Help is shown below the flags.
func (*serveCmd) Help() string {
	return `For example:

  bulkhead-desk serve --in came --out replies
  bulkhead-desk serve --in came --out replies --detail area.pmtiles --no-borders

It prints a link that one browser can follow, once. Open it in a window of its own, off the record, and visit nothing else there: another web page of this computer, at 127.0.0.1, would get what lets the browser in. Every five seconds the desk takes in what came and hands on its replies; what it refused, or has no room for, it says here. "Lock and end" on the page, or Ctrl-C, ends it; Ctrl-\ ends it at once.`
}

// pause is how long the desk waits between two looks at what came.
const pause = 5 * time.Second

// tidyEvery is how often the desk forgets ways that have ended, tries again what it could not
// erase, and tells the vault how far its rows have come, so that an earlier file is seen.
const tidyEvery = time.Hour

// Run serves the page until ctx ends or a person locks it.
func (c *serveCmd) Run(ctx context.Context, e edge) error {
	l, err := c.line(e)
	if err != nil {
		return err
	}
	o, err := c.work(ctx, e)
	if err != nil {
		return err
	}
	if l.ours, err = o.records(); err != nil {
		return o.close(err)
	}
	return o.close(c.serve(ctx, e, o, l))
}

func (c *serveCmd) serve(ctx context.Context, e edge, o *office, l line) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	listening, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", c.Port))
	if err != nil {
		return err
	}
	defer listening.Close()
	options := page.Options{Desk: o.Desk, Say: e.say, Now: e.now, Rand: e.rand, Host: listening.Addr().String(), Borders: !c.NoBorders, Sender: o.folder.Name(), Lock: end}
	if c.Detail != "" {
		file, err := os.Open(c.Detail)
		if err != nil {
			return err
		}
		defer file.Close()
		options.Detail = file
		if options.DetailSize, err = file.Seek(0, io.SeekEnd); err != nil {
			return err
		}
	}
	site := page.New(options)
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: nothing()}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listening) }()
	link, err := site.Link()
	if err != nil {
		return err
	}
	if err := c.show(e, struct {
		Page string `json:"page"`
	}{link}, func(p *term.Sheet) { p.Line("%s", e.say.DeskCmdServing()); p.Line("%s", link) }); err != nil {
		return err
	}
	if e.served != nil {
		e.served(link)
	}
	err = c.turns(ctx, e, o, l, failed)
	last, done := context.WithTimeout(context.Background(), 5*time.Second)
	defer done()
	if wrong := server.Shutdown(last); err == nil && !errors.Is(wrong, context.DeadlineExceeded) {
		err = wrong
	}
	return err
}

// turns takes in and hands on until the end. What fails once is told, and tried again:
// a folder may be a stick that was pulled out.
func (c *serveCmd) turns(ctx context.Context, e edge, o *office, l line, failed <-chan error) error {
	said := ""
	var before map[string]int
	due := time.Now().Add(tidyEvery)
	for {
		came, _, err := o.turn(ctx, l, c.Out != "")
		for _, line := range notices(e.say, came, before) {
			e.tell(line, "")
		}
		before = came
		if time.Now().After(due) {
			due = time.Now().Add(tidyEvery)
			err = errors.Join(err, o.Tidy(), o.store.Mark())
		}
		now := ""
		if err != nil {
			now, _ = e.words(err)
		}
		if now != said && now != "" {
			e.tell(now, "")
		}
		said = now
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-time.After(pause):
		}
	}
}

// nothing is a log that keeps nothing: what a server says of its connections has
// addresses.
func nothing() *log.Logger { return log.New(io.Discard, "", 0) }

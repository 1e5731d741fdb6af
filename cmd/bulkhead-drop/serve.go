package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
	"bulkhead/round"
)

// randReader is the system's randomness.
var randReader io.Reader = rand.Reader

// serve is the verb that runs a drop.
type serve struct {
	Dir         string        `type:"path" placeholder:"DIR" help:"Folder of the drop: its boxes, its prefix and, without --cert, its key. Made if it is not there; readable by you alone. Default: ${folder}."`
	Listen      string        `default:":8443" placeholder:"ADDR" help:"Address and port to listen on, as :443 or 127.0.0.1:8443; port 0 takes any that is free. Default: ${default}."`
	Host        string        `placeholder:"HOST" help:"Name or IP address under which members reach the drop, with a port if it is not that of --listen. It goes into the printed address. Default: that of --listen, or 127.0.0.1 if --listen names none."`
	Round       time.Duration `default:"15m" help:"Length of a round, 500ms or more. Round 0 began at the Unix epoch. All groups of this drop have this length: choose it once."`
	Calendar    []string      `sep:"none" placeholder:"NAME:ROUND[:HOURS]" help:"A calendar that groups can have, as always:15m or evenings:2m:05:00-05:30,18:00-20:00 (hours in UTC); up to three times, each under an address of its own. In place of --round. Choose them once."`
	NewCalendar []string      `sep:"none" placeholder:"NAME" help:"A --calendar that this drop has not offered before. Without it a drop that was started before gives no calendar a new address: its folder may be lost. For that one start: the next is refused with it."`
	Slots       int           `default:"${slots}" help:"Boxes that each device writes and reads in a round. The drop only announces it."`
	Keep        int           `default:"8" help:"Rounds for which a box is kept, 2 or more."`
	Site        string        `type:"existingdir" placeholder:"DIR" help:"Folder of the plain web site that strangers meet; its 404.html, if there is one, answers every unknown path. Give it a real one: the built-in page is in every drop."`
	Cert        string        `type:"existingfile" placeholder:"FILE" help:"TLS certificate chain (PEM) that phones trust. Default: self-made, and the address carries its key's hash."`
	Key         string        `type:"existingfile" placeholder:"FILE" help:"Key (PEM) of --cert."`
	Metrics     string        `placeholder:"ADDR" help:"Loopback address for Prometheus, as 127.0.0.1:9100. Default: no metrics."`
	Connections int           `default:"4096" help:"Most connections at once, fewer if the process may not open two files for each. When all are taken, strangers go, the longest idle first."`
	Reserve     int64         `default:"0" placeholder:"MIB" help:"Room on the disk to take from the start, in MiB; more is taken as it is needed. A round of 250,000 phones needs 6,000, and the disk must hold keep + 3 rounds."`
	JSON        bool          `help:"Print one JSON object, {\"address\":…,\"listen\":…,\"metrics\":…}, in place of sentences."`
	observeFlags
}

// Help is shown below the flags.
func (*serve) Help() string {
	return `For example:

  bulkhead-drop serve --host 192.0.2.2
  bulkhead-drop serve --dir /var/lib/bulkhead-drop --listen :443 --host drop.example.org --site /srv/www

It prints the drop's address, which holds its unguessable prefix. Founders of a group need it; it travels in invitations. Whoever has it can fill the drop, so keep it out of logs and mails.

SIGTERM lets running requests end, for ten seconds at most. SIGHUP loads the files of --cert and --key again and ends nothing. A full disk refuses new boxes and goes on giving those it has.`
}

// Run runs the drop until ctx ends.
func (v *serve) Run(ctx context.Context, e edge) error {
	if err := v.check(); err != nil {
		return err
	}
	if err := orDefault(&v.Dir); err != nil {
		return err
	}
	f, err := openFolder(v.Dir, e.rand)
	if err != nil {
		return err
	}
	defer f.locked.Close()
	cert, pin, err := v.certificate(f, e)
	if err != nil {
		return err
	}
	if err := f.isSame(pin); err != nil {
		return err
	}
	if err := f.hasRoom(); err != nil {
		return err
	}
	all, err := v.calendars()
	if err != nil {
		return err
	}
	if err := f.keepsTo(all[0]); err != nil {
		return err
	}
	current := all[0].calendar.At(e.now())
	store, err := pebblestore.Open(v.Dir, pebblestore.Options{Reserve: v.Reserve << 20, Now: current, Keep: v.Keep, Old: f.old})
	if err != nil {
		return fmt.Errorf("opening the boxes: %w", err)
	}
	tellFound(e.err, store.Found())
	if lacks := store.Lacks(); lacks > 0 {
		fmt.Fprintf(e.err, "WARNING: the disk has no room for one segment of boxes: until %d MiB more are free, every box is refused (507).\n", (lacks+1<<20-1)>>20)
	}
	others, closeOthers, err := v.openOthers(e, f.old, all)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	err = v.run(ctx, e, f, all[0], others, store, cert, pin)
	return errors.Join(err, store.Close(), closeOthers())
}

// tellFound says what the store found amiss, in counts.
func tellFound(to io.Writer, f pebblestore.Found) {
	if f.Unfinished > 0 {
		fmt.Fprintf(to, "%d boxes were being written when the drop last ended; they are answered as damaged until their writers repeat them.\n", f.Unfinished)
	}
	if f.IsWell() {
		return
	}
	no := map[bool]string{true: "yes", false: "no"}
	begins := "The disk has damaged boxes"
	if f.AllGone {
		begins = "The folder has lost all its boxes"
	}
	fmt.Fprintf(to, "%s: %d lost, %d more of which not even the ids are known, %d rounds in doubt; %d moved away from damage, %d files set aside, %d missing, index made anew: %s, list of files lost: %s, mark lost: %s. "+
		"What is lost is answered 500, never as absent; all else goes on. Check the disk; see \"A damaged disk\" in docs/operators.md.\n",
		begins, f.Damaged-f.Unfinished, f.Unknown, f.Rounds, f.Moved, f.SetAside, f.Missing, no[f.IndexMade], no[f.RosterLost], no[f.MarkLost])
	if f.Rounds > 0 {
		fmt.Fprintf(to, "New boxes of the rounds in doubt are refused: the last of them ends %d rounds after this one.\n", f.Ahead)
	}
}

// check finds what kong cannot.
func (v *serve) check() error {
	if (v.Cert == "") != (v.Key == "") {
		return errors.New("--cert and --key go together")
	}
	if v.Reserve < 0 || v.Reserve > 1<<30 {
		return fmt.Errorf("--reserve %d: not a number of MiB", v.Reserve)
	}
	if v.Metrics == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(v.Metrics)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("--metrics %q: not a loopback IP address and port", v.Metrics)
	}
	return nil
}

// run serves from store.
func (v *serve) run(ctx context.Context, e edge, f *folder, first offered, others []dropserver.Offer, store *pebblestore.Store, cert *tls.Certificate, pin *drop.Pin) error {
	connections, err := v.connections(e)
	if err != nil {
		return err
	}
	cards, err := openCards(v.Dir)
	if err != nil {
		return err
	}
	show := new(shown)
	show.Store(cert)
	c := dropserver.Config{
		CertificateEnds: show.expires,
		Store:           store, Damage: store.Damage, RoundLength: first.calendar.Length, Spans: first.calendar.Spans, Name: first.name, Others: others, Slots: v.Slots, Keep: v.Keep, Prefix: f.prefix, Cards: cards, Now: e.now, Connections: connections,
	}
	if v.Site != "" {
		root, err := os.OpenRoot(v.Site) // no link leads out of it
		if err != nil {
			return fmt.Errorf("opening the site: %w", err)
		}
		defer root.Close()
		c.Site = root.FS()
	}
	ended, err := v.observe(&c, e)
	if err != nil {
		return err
	}
	defer ended()
	server, err := dropserver.New(c)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", v.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	defer l.Close() // again, if Serve did
	metrics, err := v.serveMetrics(ctx, server)
	if err != nil {
		return err
	}
	a, err := v.address(e, f, l.Addr().String(), pin)
	if err != nil {
		return err
	}
	if pin == nil {
		warnOfCertificate(e.err, cert, a.Host(), e.now())
	}
	ctx, stop := context.WithCancel(ctx)
	defer v.renewAtSignal(ctx, e, f, show, a.Host())()
	defer stop()
	if err := v.announce(e, f, first, others, a, l.Addr().String(), metrics); err != nil {
		return err
	}
	return server.Serve(ctx, l, show.config())
}

// serveMetrics gives the metrics on their own listener, which ends with ctx,
// and returns its address.
func (v *serve) serveMetrics(ctx context.Context, s *dropserver.Server) (string, error) {
	if v.Metrics == "" {
		return "", nil
	}
	l, err := net.Listen("tcp", v.Metrics)
	if err != nil {
		return "", fmt.Errorf("listening for Prometheus: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Metrics())
	web := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = web.Close() })
	go func() { _ = web.Serve(l) }() // ends by Close
	return l.Addr().String(), nil
}

// announce keeps the drop's address in its folder and prints it.
func (v *serve) announce(e edge, f *folder, first offered, others []dropserver.Offer, a drop.Address, listening, metrics string) error {
	if err := f.replace(addressFile, a.URL()+"\n"); err != nil {
		return err
	}
	if v.JSON {
		more := map[string]string{}
		for _, o := range others {
			more[o.Name] = a.WithPrefix(o.Prefix).URL()
		}
		return json.NewEncoder(e.out).Encode(struct {
			Address string            `json:"address"`
			Listen  string            `json:"listen"`
			Metrics string            `json:"metrics,omitempty"`
			Others  map[string]string `json:"calendars,omitempty"`
		}{a.URL(), listening, metrics, more})
	}
	if metrics != "" {
		fmt.Fprintf(e.err, "Metrics are at http://%s/metrics\n", metrics)
	}
	of := ""
	if first.name != "" {
		of = fmt.Sprintf(" for groups with the calendar %q", first.name)
	}
	if _, err := fmt.Fprintf(e.out, "The drop is up%s, with rounds of %s. A box is erased after %s. Its address, for whoever founds a group and for nobody else:\n\n  %s\n\n",
		of, roundsOf(first.calendar), inWords(first.calendar.Length*time.Duration(v.Keep)), a.URL()); err != nil {
		return fmt.Errorf("printing the address: %w", err)
	}
	for _, o := range others {
		if _, err := fmt.Fprintf(e.out, "For groups with the calendar %q, with rounds of %s. A box is erased after %s:\n\n  %s\n\n",
			o.Name, roundsOf(o.Calendar), inWords(o.Calendar.Length*time.Duration(v.Keep)), a.WithPrefix(o.Prefix).URL()); err != nil {
			return fmt.Errorf("printing the address: %w", err)
		}
	}
	return nil
}

// roundsOf says how long a calendar's rounds are, and when.
func roundsOf(c round.Calendar) string {
	if !c.HasHours() {
		return c.Length.String()
	}
	return fmt.Sprintf("%v from %s UTC", c.Length, strings.ReplaceAll(c.HoursText(), ",", " and "))
}

// inWords says a time in hours, or in a smaller unit if it is less than two.
func inWords(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%.3g seconds", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.3g minutes", d.Minutes())
	}
	return fmt.Sprintf("%.3g hours", d.Hours())
}

// address returns what members reach the drop by.
func (v *serve) address(e edge, f *folder, listening string, pin *drop.Pin) (drop.Address, error) {
	host := v.Host
	if host == "" {
		host = listening
		if ip := net.ParseIP(hostOf(host)); ip != nil && ip.IsUnspecified() {
			fmt.Fprintln(e.err, "Without --host the address below is good on this machine only.")
			host = "127.0.0.1"
		}
	}
	if _, _, err := net.SplitHostPort(host); err != nil {
		_, port, err := net.SplitHostPort(listening)
		if err != nil {
			return drop.Address{}, fmt.Errorf("reading the port: %w", err)
		}
		host = net.JoinHostPort(hostOf(host), port)
	}
	a, err := drop.NewAddress(host, f.prefix)
	if err != nil {
		return drop.Address{}, fmt.Errorf("--host %q: not a name or an IP address", v.Host)
	}
	if pin != nil {
		a = a.WithPin(*pin)
	}
	return a, nil
}

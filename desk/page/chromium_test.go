package page

import (
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"bulkhead/desk"
	"bulkhead/report"
	"bulkhead/report/place"
)

var (
	long     = flag.Bool("long", false, "look at the page in a real Chromium: go test ./desk/page -run Chromium -long")
	pictures = flag.String("pictures", "", "with -long: a folder into which pictures of the inbox and of the map are written")
)

// chromium is a browser that is looked over the shoulder: what it asks for, and what it
// complains of.
type chromium struct {
	context.Context
	t    *testing.T
	host string

	mu     sync.Mutex
	asked  []string
	wrongs []string
}

// opened starts a browser of a size and opens the desk's page in it. It skips the test,
// and says so, where there is none.
func (o *office) opened(t *testing.T, width, height int64) *chromium {
	t.Helper()
	if !*long {
		t.Skip("a real browser takes a while: -long")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("NO BROWSER LOOKED AT THE PAGE: chromium is missing")
	}
	// The page is served for real, at a port that the system draws.
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.site.guard.host = l.Addr().String()
	server := &http.Server{Handler: o.site}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(int(width), int(height)),
		// Whatever is not this computer is not found, so nothing hangs; what was asked for is seen all the same.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.Flag("incognito", true))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocated)
	t.Cleanup(end)
	c := &chromium{Context: ctx, t: t, host: o.site.guard.host}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // the browser lives as long as this context
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, c.heard); err != nil {
		t.Fatal(err)
	}
	call(c, network.Enable, network.EnableParams{})
	call(c, log.Enable, cdp.Empty{})
	call(c, runtime.Enable, cdp.Empty{})
	link, err := o.site.Link()
	if err != nil {
		t.Fatal(err)
	}
	size := chromedp.EmulateViewport(width, height)
	if width < 500 {
		size = chromedp.EmulateViewport(width, height, chromedp.EmulateMobile)
	}
	c.run(size, chromedp.Navigate(link))
	return c
}

// heard takes down what the browser asks for and complains of.
func (c *chromium) heard(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		c.asked = append(c.asked, e.Request.URL)
	case *network.EventWebSocketCreated:
		c.asked = append(c.asked, e.URL)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.URL, "favicon.ico") {
			c.wrongs = append(c.wrongs, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		c.wrongs = append(c.wrongs, e.ExceptionDetails.Text+said(e.ExceptionDetails.Exception))
	}
}

func (c *chromium) run(steps ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ctx, end := c.patience()
	defer end()
	c.failed(chromedp.Do(ctx, steps...))
}

// patience is how long one step may take: a browser that hangs ends the test.
func (c *chromium) patience() (context.Context, context.CancelFunc) {
	return context.WithTimeout(c, 30*time.Second)
}

// failed ends the test for an error, with what the browser complained of.
func (c *chromium) failed(err error) {
	c.t.Helper()
	if err == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t.Fatalf("%v; the browser complained: %q", err, c.wrongs)
}

func call[P, R any](c *chromium, command cdp.Command[P, R], with P) {
	c.t.Helper()
	ctx, end := c.patience()
	defer end()
	_, err := chromedp.Call(ctx, command, with)
	c.failed(err)
}

// until waits until an expression is true in the page.
func until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Poll[chromedp.Void](expression)
}

// script runs in the page; what it is does not matter.
func script(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](text)
}

// said is what an exception in the page says.
func said(e *runtime.RemoteObject) string {
	if e == nil {
		return ""
	}
	return " " + e.Description
}

// open opens one page and waits for it.
func (c *chromium) open(path string) {
	c.t.Helper()
	c.run(chromedp.Navigate("http://"+c.host+path), chromedp.WaitReady(chromedp.CSS("main")))
}

// drawn waits until the map shows its view.
func (c *chromium) drawn() {
	c.t.Helper()
	c.run(chromedp.WaitReady(chromedp.CSS(`#map[data-drawn]`)), until(`document.querySelectorAll("#map .at").length > 0`))
}

// value returns what an expression is in the page.
func value[T any](c *chromium, expression string) T {
	c.t.Helper()
	ctx, end := c.patience()
	defer end()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	c.failed(err)
	return v
}

// clean fails the test if the browser asked for anything off this computer, or complained.
func (c *chromium) clean() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.asked) == 0 {
		c.t.Error("no request was seen: the look over the shoulder is broken")
	}
	for _, url := range c.asked {
		if !strings.HasPrefix(url, "http://"+c.host+"/") && !strings.HasPrefix(url, "data:") { // a browser's own icon, in a field for a day
			c.t.Errorf("the browser asked for %s", url)
		}
	}
	for _, w := range c.wrongs {
		c.t.Errorf("the browser complains: %s", w)
	}
}

// axe is axe-core, as npm has it, packed.
func axe(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/axe.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// accessible fails the test for whatever axe finds on the page that is open.
func (c *chromium) accessible(page, axe string) {
	c.t.Helper()
	c.run(script(axe + "; true"))
	found := value[string](c, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify({passes: r.passes.length, found: r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.target.join(" ")).join(", "))}))`)
	var result struct {
		Passes int
		Found  []string
	}
	if err := json.Unmarshal([]byte(found), &result); err != nil || result.Passes < 10 {
		c.t.Fatalf("%s: axe has looked at nothing (%v)", page, err)
	}
	for _, v := range result.Found {
		c.t.Errorf("%s: %s", page, v)
	}
	if wide := value[int](c, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		c.t.Errorf("%s: is %d pixels wider than the window", page, wide)
	}
}

// busy is an office with a day's reports around one island, with a case of every kind.
func busy(t *testing.T, change func(*Options)) (o *office, first desk.Name) {
	o = newOffice(t, change)
	drawn := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		r := hospital(t)
		r.Where = cell(t, 37+drawn.Float64(), 12.8+drawn.Float64()*2.2, place.HundredMetres)
		switch i % 5 {
		case 1:
			r.Kind, r.Type, r.State, r.People, r.Text = report.Hazard, 2, 2, 0, "Beside the road, under a blue sheet."
		case 2:
			r.Kind, r.Type, r.State, r.Severity, r.Text = report.Need, 1, 1, report.Extreme, "The pump has stood still since Monday."
		case 3:
			r.Kind, r.Type, r.State, r.Injured, r.Text = report.Harm, 2, 0, report.Counted(4), "Two houses on the corner."
		case 4:
			r.Kind, r.Type, r.State, r.Access, r.Consent, r.Text = report.Movement, 1, 1, 0, report.MayNotify, "Some families, before noon."
			r.To = cell(t, 37.9, 14.6, place.OneKilometre)
		}
		_, _, of := o.send(r)
		if i == 0 {
			first = of
		}
	}
	again := hospital(t)
	c, err := o.desk.Case(first)
	if err != nil {
		t.Fatal(err)
	}
	again.Where.Cell = c.Where.Cell
	again.How = report.Told
	o.send(again)
	return o, first
}

// Promise: in a real browser, on a small screen and on a large one, every page works,
// hides nothing from those who do not see it, fits its window, and asks nobody but this
// program for anything.
func TestChromiumShowsThePages(t *testing.T) {
	looks := ""
	for _, screen := range []struct {
		name          string
		width, height int64
	}{{"small", 360, 640}, {"large", 1280, 900}} {
		t.Run(screen.name, func(t *testing.T) {
			o, first := busy(t, nil)
			c := o.opened(t, screen.width, screen.height)
			if looks == "" {
				looks = axe(t)
			}
			c.run(chromedp.WaitReady(chromedp.CSS("ol.rows")))
			for _, page := range []string{"/", "/?kind=need&severity=4", "/case/" + string(first), "/export", "/recalls", "/nothing", "/map"} {
				c.open(page)
				if page == "/map" {
					c.drawn()
				}
				c.run(script(`document.querySelectorAll("details").forEach(d => d.open = true)`))
				c.accessible(page, looks)
			}
			for name, page := range map[string]string{"inbox": "/", "map": "/map", "case": "/case/" + string(first)} {
				if *pictures == "" {
					continue
				}
				c.open(page)
				if name == "map" {
					c.drawn()
					c.run(chromedp.Sleep(time.Second)) // a picture alone: no test depends on it
				}
				ctx, end := c.patience()
				b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				end()
				c.failed(err)
				if err := os.WriteFile(filepath.Join(*pictures, fmt.Sprintf("desk-%s-%s.png", name, screen.name)), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			c.mu.Lock()
			kept := c.wrongs[:0]
			for _, w := range c.wrongs {
				if !strings.Contains(w, "/nothing") { // which is not there
					kept = append(kept, w)
				}
			}
			c.wrongs = kept
			c.mu.Unlock()
			c.clean()
		})
	}
}

// Promise: a person can do the desk's work in a browser: follow the link, filter, open a
// case from the map by a key, clear it, ask its writer.
func TestChromiumDoesTheWork(t *testing.T) {
	o, first := busy(t, nil)
	c := o.opened(t, 1280, 900)
	c.run(chromedp.WaitReady(chromedp.CSS("ol.rows")))
	at := "/case/" + string(first)
	c.open(at)
	c.run(
		script(`document.querySelectorAll("details").forEach(d => d.open = true)`),
		chromedp.SendKeys(chromedp.CSS(`form[action$="/ask"] textarea`), "Is the gate open?"),
		chromedp.Click(chromedp.CSS(`form[action$="/ask"] button`)),
		chromedp.WaitReady(chromedp.CSS(".done")),
	)
	if says := value[string](c, `document.querySelector("main").innerText`); !strings.Contains(says, "Is the gate open?") || !strings.Contains(says, "The reply waits to leave.") {
		t.Error("a question that was typed is not in the thread")
	}
	c.open(at)
	c.run(
		script(`document.querySelectorAll("details").forEach(d => d.open = true)`),
		chromedp.SetValue(chromedp.CSS(`form[action$="/clear"] textarea`), "A hospital works in part."),
		chromedp.Click(chromedp.CSS(`form[action$="/clear"] button`)),
		chromedp.WaitReady(chromedp.CSS(".done")),
	)
	if k, err := o.desk.Case(first); err != nil || !k.Cleared || k.Item.Text != "A hospital works in part." {
		t.Errorf("the case is not cleared as it was typed: %v", err)
	}
	c.open("/map?kind=site")
	c.drawn()
	before := value[int](c, `document.querySelectorAll("#map .at").length`)
	c.run(chromedp.Click(chromedp.CSS("#borders")))
	for range 12 { // closer, until the clusters fall apart
		if value[bool](c, `[...document.querySelectorAll("#inview a")].some(a => a.pathname.startsWith("/case/"))`) {
			break
		}
		shown := value[string](c, `document.getElementById("map").dataset.drawn`)
		c.run(chromedp.Click(chromedp.CSS("#in")), until(fmt.Sprintf(`document.getElementById("map").dataset.drawn !== %q`, shown)))
	}
	if before == 0 || !value[bool](c, `[...document.querySelectorAll("#inview a")].some(a => a.pathname.startsWith("/case/"))`) {
		t.Error("no single case is on the map, however near")
	}
	c.run(script(`(() => { const m = [...document.querySelectorAll("#map .at")].find(m => m.textContent === ""); m.focus(); m.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", bubbles: true, keyCode: 13})); })()`), chromedp.WaitReady(chromedp.CSS(".thread")))
	if path := value[string](c, "location.pathname"); !strings.HasPrefix(path, "/case/") {
		t.Errorf("Enter on a case of the map leads to %s", path)
	}
	c.clean()
}

// Promise: what a writer wrote does not act in a real browser either.
func TestChromiumRunsNothingOfAWriters(t *testing.T) {
	o := newOffice(t, nil)
	for i, p := range payloads() {
		r := hospital(t)
		r.Where = cell(t, float64(i%80), float64(i%150), place.TenKilometres)
		if place.Plain(p, false) {
			r.Text, r.Where.Name = p, clip(p, place.MaxName)
		}
		o.send(r)
	}
	c := o.opened(t, 1280, 900)
	for from := 0; from < 200; from += pageSize {
		c.open(fmt.Sprint("/?from=", from))
		for _, path := range value[[]string](c, `[...document.querySelectorAll("ol.rows h2 a")].filter((_, i) => i % 10 === 0).map(a => a.getAttribute("href"))`) {
			c.open(path)
			if value[bool](c, `document.querySelector("main script, main iframe, main svg, main img, main object") !== null || "x" in window`) {
				t.Error("a writer's text has become an element, or has run")
			}
		}
	}
	c.open("/map")
	c.drawn()
	c.clean()
}

// Promise: an operator's PMTiles file is drawn above the outlines, by requests to this
// program alone.
func TestChromiumDrawsTheOperatorsFile(t *testing.T) {
	file := tiles()
	o, _ := busy(t, func(o *Options) { o.Detail, o.DetailSize = strings.NewReader(file), int64(len(file)) })
	c := o.opened(t, 1280, 900)
	c.open("/map")
	c.drawn()
	c.run(until(`[...document.querySelectorAll("#map .leaflet-tile-pane canvas, #map .leaflet-tile")].some(c => c.getContext && c.width > 0 && c.getContext("2d").getImageData(c.width / 2, c.height / 2, 1, 1).data[3] > 0)`))
	c.clean()
	c.mu.Lock()
	defer c.mu.Unlock()
	parts := 0
	for _, url := range c.asked {
		if strings.HasSuffix(url, "/map/detail.pmtiles") {
			parts++
		}
	}
	if parts == 0 {
		t.Error("the file was not asked for")
	}
}

// tiles is a PMTiles file (version 3) with one vector tile of zoom 0: land everywhere.
func tiles() string {
	field := func(n, wire int, b []byte) []byte {
		out := binary.AppendUvarint(nil, uint64(n<<3|wire))
		if wire == 2 {
			out = binary.AppendUvarint(out, uint64(len(b)))
		}
		return append(out, b...)
	}
	number := func(v uint64) []byte { return binary.AppendUvarint(nil, v) }
	zigzag := func(v int) []byte { return number(uint64(v<<1 ^ v>>63)) }
	var shape []byte // a square: move to (0,0), three lines, close
	for _, b := range [][]byte{number(1<<3 | 1), zigzag(0), zigzag(0), number(3<<3 | 2), zigzag(4096), zigzag(0), zigzag(0), zigzag(4096), zigzag(-4096), zigzag(0), number(1<<3 | 7)} {
		shape = append(shape, b...)
	}
	feature := append(field(3, 0, number(3)), field(4, 2, shape)...)
	layer := append(field(15, 0, number(2)), field(1, 2, []byte("earth"))...)
	layer = append(append(layer, field(2, 2, feature)...), field(5, 0, number(4096))...)
	tile := field(3, 2, layer)
	var directory []byte // one entry: tile 0, a run of one, its length, at 0
	for _, v := range []uint64{1, 0, 1, uint64(len(tile)), 1} {
		directory = binary.AppendUvarint(directory, v)
	}
	meta := []byte("{}")
	head := append([]byte("PMTiles"), 3)
	at := uint64(127)
	for _, part := range [][]byte{directory, meta, nil, tile} {
		head = binary.LittleEndian.AppendUint64(head, at)
		head = binary.LittleEndian.AppendUint64(head, uint64(len(part)))
		at += uint64(len(part))
	}
	for range 3 {
		head = binary.LittleEndian.AppendUint64(head, 1) // tiles, entries, contents
	}
	head = append(head, 1, 1, 1, 1, 0, 0) // clustered; nothing packed; vector tiles; zoom 0 to 0
	for _, v := range []int32{-1800000000, -850000000, 1800000000, 850000000} {
		head = binary.LittleEndian.AppendUint32(head, uint32(v))
	}
	head = append(head, 0)
	head = append(head, make([]byte, 8)...)
	return string(head) + string(directory) + string(meta) + string(tile)
}

//go:build linux

package endtoend

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// cuts learns how long the commands take and then cuts the power so often, in
// turns.
func (p *powered) cuts(commands []*saving, n int) {
	for _, c := range commands {
		p.learn(c)
	}
	for i := 0; n > 0; i++ {
		c := commands[i%len(commands)]
		if c.begins == "" && c.line(p, p.known[chainFolder].shows).args == nil {
			continue // there is nothing to do it with
		}
		p.cut(c)
		n--
	}
}

// ready makes a command's folder and returns its name.
func (p *powered) ready(c *saving) string {
	if c.begins == "" {
		return chainFolder
	}
	p.restore(freshFolder, c.begins)
	return freshFolder
}

// learn runs a command uncut, three times in the long form, and keeps the
// middle course.
func (p *powered) learn(c *saving) {
	var all []course
	runs := 1
	if asked() {
		runs = 3
	}
	for range runs {
		name := p.ready(c)
		folder, before := filepath.Join(p.disk.path, name), p.known[name]
		line := c.line(p, before.shows)
		w := newWatch(p.t, folder)
		began := time.Now()
		told, code := p.done(folder, line)
		all = append(all, courseOf(began, time.Now(), w.changes()))
		w.close()
		if code != c.exit {
			p.t.Fatalf("%s, uncut: exit code %d\n%s", c.name, code, told)
		}
		p.known[name] = p.look(folder, c.by())
		if shows := p.known[name].shows; !c.becomes(before.shows, shows, told) {
			p.t.Fatalf("%s, uncut: from\n%v\nto\n%v", c.name, before.shows, shows)
		}
	}
	slices.SortFunc(all, func(a, b course) int { return int(a.long - b.long) })
	p.courses[c] = all[len(all)/2]
}

// cut is one power cut during one command, and the judgement after it.
func (p *powered) cut(c *saving) {
	name := p.ready(c)
	folder, before := filepath.Join(p.disk.path, name), p.known[name]
	beside, err := startControl(p.disk.root)
	must(p.t, err)
	p.disk.sync()
	go beside.run(p.disk.root)
	w := newWatch(p.t, folder)
	e := p.endOf(p.bulkhead(folder, c.line(p, before.shows)), p.courses[c].draw(p.r), w)
	w.close()
	said := beside.end()
	p.disk.unmount()
	p.disk.mount()
	p.control(harmed(p.disk.root, said))
	after := p.look(folder, c.by())
	flaws := p.judge(c, name, before, after, e)
	for _, text := range flaws {
		p.wrong = append(p.wrong, fmt.Sprintf("cut %d, %s, %s, exit code %d: %s", p.total(), c.name, e.when, e.code, text))
	}
	p.known[name] = after
	if len(flaws) > 0 && name == chainFolder {
		p.restore(chainFolder, founded)
	}
}

// lastWords of a command on a disk whose power went.
type lastWords struct {
	code int    // its exit code, −1 if it was killed
	told []byte // what it said
	when string // what had happened in the folder
}

// endOf runs a command and cuts the power at a moment.
func (p *powered) endOf(cmd *exec.Cmd, m moment, w *watch) lastWords {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, io.Discard
	must(p.t, cmd.Start())
	closeAll(cmd.ExtraFiles)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	m.await(w, ended)
	e := lastWords{when: "before any change"}
	if seen := w.changes(); len(seen) > 0 {
		e.when = seen[len(seen)-1].what
	}
	select {
	case <-ended:
		e.when = "after its end"
	default:
	}
	must(p.t, p.disk.cut())
	if m.linger {
		select {
		case <-ended:
		case <-time.After(2 * time.Second):
		}
	}
	_ = cmd.Process.Kill()
	<-ended
	e.code, e.told = cmd.ProcessState.ExitCode(), out.Bytes()
	return e
}

package vault

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"bulkhead/internal/secret"
)

// TestClosedAVaultLeavesNoSecretInMemory searches the whole writable memory of
// this process for secrets of a vault that was opened and closed. In a build
// that erases (GOEXPERIMENT=runtimesecret) none may be found, in others no
// content and no passphrase; the keys that ciphers keep for themselves are
// counted in the log.
func TestClosedAVaultLeavesNoSecretInMemory(t *testing.T) {
	d := newFolder()
	f := file(d, seeded(90))
	f.Params = Params{MemoryKiB: 1 << 10, Time: 1, Threads: 2}
	hidden := map[string][]byte{} // every byte inverted, so that this is no copy
	note := func(name string, b []byte) {
		h := make([]byte, len(b))
		for i := range b {
			h[i] = ^b[i]
		}
		hidden[name] = h
	}
	live := func() {
		p, content := pass(t, "normal"), drawn(200, 300)
		v, err := f.Create(p, Normal, Content{Payload: content})
		must(t, err)
		note("payload", content)
		clear(content)
		decoy := drawn(201, 300)
		q := pass(t, "decoy")
		must(t, v.Add(Decoy, q, Content{Payload: decoy}))
		note("decoy's payload", decoy)
		clear(decoy)
		v.Close()
		v, err = f.Open(p)
		must(t, err)
		must(t, v.Save(v.Payload()))
		note("master", v.own().master.Bytes())
		note("region key", v.own().region.Bytes())
		v.Close()
		p.Erase()
		q.Erase()
	}
	done := make(chan bool)
	go func() { defer close(done); live() }() // its stack goes with it
	<-done
	for range 3 {
		runtime.GC()
	}
	for name, h := range hidden {
		found := search(t, h)
		t.Logf("%s: found %d times; erasing build: %v", name, found, secret.Available())
		if found > 0 && (secret.Available() || strings.HasSuffix(name, "payload")) {
			t.Errorf("the %s is in memory %d times", name, found)
		}
	}
	control := drawn(202, 40)
	note("control", control)
	if search(t, hidden["control"]) == 0 {
		t.Error("the search does not find what is there")
	}
	runtime.KeepAlive(control)
}

// drawn returns bytes that are nowhere else, if no other test has that seed.
func drawn(seed byte, n int) []byte {
	b := make([]byte, n)
	seeded(seed).Read(b)
	return b
}

// search counts in this process's writable memory what, inverted, begins with
// the first 16 bytes of h.
func search(t *testing.T, h []byte) (found int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	must(t, err)
	mem, err := os.Open("/proc/self/mem")
	must(t, err)
	defer mem.Close()
	const chunk = 1 << 20
	buf := make([]byte, chunk)
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var mode string
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); n != 3 || !strings.HasPrefix(mode, "rw") {
			continue
		}
		for at := from; at < to; at += chunk - 16 {
			clear(buf) // so that it never finds what it read before
			n, _ := mem.ReadAt(buf[:min(chunk, to-at)], at)
			found += matches(buf[:n], h[:16])
		}
	}
	clear(buf)
	return found
}

func matches(b, inverted []byte) (n int) {
	for {
		i := bytes.IndexByte(b, ^inverted[0])
		if i < 0 || len(b)-i < len(inverted) {
			return n
		}
		same := true
		for k := range inverted {
			same = same && b[i+k] == ^inverted[k]
		}
		if same {
			n++
		}
		b = b[i+1:]
	}
}

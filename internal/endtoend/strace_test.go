//go:build linux

package endtoend

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bulkhead/device"
)

// ways are the four kinds of passphrases that somebody may type.
var ways = []string{wrong, decoy, duress, normal}

// seenVerbs are what they are typed into.
var seenVerbs = [][]string{{"status"}, {"notebook", "--locked"}}

// System calls, ten runs of each way into two verbs, and every leaky build:
//
//	go test ./internal/endtoend -run SystemCalls -long -v
//
// In the short form a leak is put into the traces instead: see leaksAreSeen.
//
// TestSystemCallsDoNotTellAWay: what the four ways ask of the operating system
// is the same, call by call and length by length: of all four until the attempt is
// over, and of decoy and duress to the end, what they show included.
func TestSystemCallsDoNotTellAWay(t *testing.T) {
	t.Parallel()
	p, verbs, times := newTraced(t, build(t, "bulkhead/cmd/bulkhead")), seenVerbs[:1], 2
	if *long {
		verbs, times = seenVerbs, 10
	}
	for _, verb := range verbs {
		seen := p.traces(verb, times)
		for _, flaw := range judgeTraces(seen) {
			t.Errorf("%s: %s", strings.Join(verb, " "), flaw)
		}
		leaksAreSeen(t, seen)
		fmt.Print(tableOf(strings.Join(verb, " "), seen))
	}
}

// leaksAreSeen: the comparison above finds what leaky builds would do, put into the
// traces of one that does not leak. Such builds themselves are a test of the long form.
func leaksAreSeen(t *testing.T, seen map[string][]trace) {
	t.Helper()
	without := func(part string) func(*trace) {
		return func(x *trace) {
			x.calls = slices.DeleteFunc(x.calls, func(c string) bool { return strings.Contains(c, part) })
		}
	}
	for _, c := range []struct {
		leak, way string
		does      func(*trace)
	}{
		{leakPouch, duress, without("<" + device.PouchFile + ".new>")},
		{leakFile, duress, func(x *trace) { x.calls = append(x.calls, `openat(<copy>, "forced", O_RDWR|O_CREAT) = <forced>`) }},
		{leakWrong, wrong, without("<" + device.VaultFile + ".new>")},
		{leakWord, duress, func(x *trace) { x.screen += "\n" }},
		{"a file left", duress, func(x *trace) { x.files["forced"] = nil }},
		{"a longer write", duress, func(x *trace) {
			i := slices.IndexFunc(x.calls, written.MatchString)
			x.calls[i] = written.ReplaceAllString(x.calls[i], "write(<vault.new>, ..., 1) = 1")
		}},
	} {
		leaky := maps.Clone(seen)
		leaky[c.way] = nil
		for _, x := range seen[c.way] {
			x.calls, x.files = slices.Clone(x.calls), maps.Clone(x.files)
			c.does(&x)
			leaky[c.way] = append(leaky[c.way], x)
		}
		if len(judgeTraces(leaky)) == 0 {
			t.Errorf("leak %q, put into the traces, was not found", c.leak)
		}
	}
}

// TestALeakyBuildIsSeenByItsSystemCalls: the comparison above finds builds that
// differ in one of the ways.
func TestALeakyBuildIsSeenByItsSystemCalls(t *testing.T) {
	if !*long {
		t.Skip("needs -long")
	}
	t.Parallel()
	p := newTraced(t, buildLeaky(t))
	for _, leak := range []string{"", leakPouch, leakFile, leakWrong, leakWord} {
		p.leak = leak
		flaws := judgeTraces(p.traces(seenVerbs[0], 1))
		if caught := len(flaws) > 0; caught != (leak != "") {
			t.Errorf("leak %q: found %q", leak, flaws)
		}
		fmt.Printf("leak %q: %s\n", leak, strings.Join(flaws, "; "))
	}
}

// newTraced makes a folder with every passphrase, and what strace needs.
func newTraced(t *testing.T, binary string) *powered {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("NO SYSTEM CALL WAS LOOKED AT, NOTHING IS PROVEN: there is no strace (Debian: strace)")
	}
	p := newPlugged(t, binary)
	coerced.make(p)
	return p
}

// trace is what one run asked of the operating system, and what it showed.
type trace struct {
	calls  []string
	screen string
	files  map[string][]byte // what it left
}

// traces runs a verb so many times by every way, in turns, each time on the
// same folder under the same name.
func (p *powered) traces(verb []string, times int) map[string][]trace {
	seen := map[string][]trace{}
	for range times {
		for _, way := range ways {
			seen[way] = append(seen[way], p.traced(call{args: verb, pass: way}))
		}
	}
	return seen
}

// tracedCalls are the system calls that touch files, folders or the network.
const tracedCalls = "trace=open,openat,creat,read,pread64,readv,preadv,write,pwrite64,writev,pwritev,fsync,fdatasync,sync_file_range," +
	"syncfs,sync,msync,rename,renameat,renameat2,unlink,unlinkat,truncate,ftruncate,fallocate,flock,fcntl,stat,lstat,fstat,newfstatat,statx," +
	"lseek,getdents64,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat,chown,fchown,utimensat,close,link,linkat,symlink,symlinkat," +
	"copy_file_range,sendfile,splice,?io_uring_enter,%network"

func (p *powered) traced(c call) trace {
	folder, list, screen := p.at(copyFolder), p.at("trace"), p.at("screen")
	p.copy(folder, p.at(string(coerced)))
	cmd := p.bulkhead(folder, c)
	defer closeAll(cmd.ExtraFiles)
	args := []string{"-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-e", tracedCalls, "-o", list}
	tracer := exec.Command("strace", append(append(args, cmd.Path), slices.DeleteFunc(cmd.Args[1:], isJSON)...)...)
	out, err := os.Create(screen)
	must(p.t, err)
	defer out.Close()
	tracer.Env, tracer.ExtraFiles, tracer.Stdout, tracer.Stderr = cmd.Env, cmd.ExtraFiles, out, out
	err = tracer.Run()
	if code := tracer.ProcessState.ExitCode(); code != 0 && code != 3 {
		p.t.Fatalf("strace: exit code %d, %v", code, err)
	}
	lines, err := os.ReadFile(list)
	must(p.t, err)
	shown, err := os.ReadFile(screen)
	must(p.t, err)
	return trace{callsOf(string(lines), p.scratch), string(shown), p.files(folder)}
}

func isJSON(arg string) bool { return arg == "--json" }

// judgeTraces returns in what the ways differ.
func judgeTraces(seen map[string][]trace) (flaws []string) {
	differ := func(what, a, b string, of func(trace) []string) {
		for _, x := range seen[a] {
			for _, y := range seen[b] {
				if n := firstDifference(of(x), of(y)); n != "" {
					flaws = append(flaws, fmt.Sprintf("%s, %s and %s: %s", what, a, b, n))
					return
				}
			}
		}
	}
	for _, way := range ways {
		differ("one run and the next", way, way, func(x trace) []string { return x.calls })
		differ("the attempt", decoy, way, func(x trace) []string { return x.attempt() })
	}
	differ("until something is shown", decoy, duress, func(x trace) []string { return x.untilShown() })
	differ("the whole run", decoy, duress, func(x trace) []string { return x.calls })
	differ("the screen", decoy, duress, func(x trace) []string { return strings.Split(x.screen, "\n") })
	differ("the files left", decoy, duress, func(x trace) []string { return namesOf(x.files) })
	return flaws
}

func namesOf(files map[string][]byte) (all []string) {
	for name, data := range files {
		all = append(all, fmt.Sprintf("%s %d", filepath.Base(name), len(data)))
	}
	slices.Sort(all)
	return all
}

func firstDifference(a, b []string) string {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return fmt.Sprintf("call %d of %d is one more: %s", i+1, len(b), b[i])
		case i >= len(b):
			return fmt.Sprintf("call %d of %d is one more: %s", i+1, len(a), a[i])
		case a[i] != b[i]:
			return fmt.Sprintf("call %d: %s and %s", i+1, a[i], b[i])
		}
	}
	return ""
}

//go:build linux

package endtoend

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"bulkhead/device"
)

var (
	tracedLine = regexp.MustCompile(`^(\d+) +(.*)$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	descriptor = regexp.MustCompile(`\d+<`)                                  // the number of a descriptor says nothing; its path does
	address    = regexp.MustCompile(`0x[0-9a-f]{6,}`)                        // where in memory an answer was to go, which a call that failed did not fill
	socket     = regexp.MustCompile(`socket:\[\d+\]`)                        // the number of a socket is the machine's
	padding    = regexp.MustCompile(`\) +=`)                                 // after calls cut in two
	placed     = regexp.MustCompile(`^(pwrite64\(<shelf>, .*, 4096), \d+\)`) // which of the shelf's places a turn writes is drawn by chance
	written    = regexp.MustCompile(`^p?writev?(?:64)?\(.* = (\d+)$`)
)

// unfinished is how strace cuts a call in two when another thread's comes
// between.
const unfinished = " <unfinished ...>"

// callsOf reads what strace -f -y wrote: the calls in the order of their ends,
// without numbers of threads and descriptors. It leaves out the passphrase's
// own descriptor, what the kernel makes for the program's threads, and what it
// says of itself below /sys and /proc; and threads that end with the program.
func callsOf(lines, scratch string) (all []string) {
	begun := map[string]string{} // by thread
	for line := range strings.Lines(lines) {
		m := tracedLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		thread, text := m[1], m[2]
		if head, ok := strings.CutSuffix(text, unfinished); ok {
			begun[thread] = head
			continue
		}
		if m := resumed.FindStringSubmatch(text); m != nil {
			text = begun[thread] + m[1]
		}
		text = padding.ReplaceAllString(text, ") =")
		if counts(text, scratch) {
			text = strings.ReplaceAll(descriptor.ReplaceAllString(text, "<"), scratch+"/", "")
			text = strings.ReplaceAll(text, copyFolder+"/", "")
			text = placed.ReplaceAllString(text, "$1, drawn)")
			all = append(all, socket.ReplaceAllString(address.ReplaceAllString(text, "0x…"), "socket"))
		}
	}
	return all
}

func counts(text, scratch string) bool {
	for _, no := range []string{"+++", "???", "exit", "fcntl(1<", "fcntl(2<", "fcntl(0<"} {
		if strings.HasPrefix(text, no) {
			return false
		}
	}
	for _, no := range []string{scratch + "/" + passFile, "<anon_inode:", "<pipe:", `"/sys/`, "</sys/", `"/proc/`, "</proc/"} {
		if strings.Contains(text, no) {
			return false
		}
	}
	return true
}

// attempt is everything until the pouch was rewritten once, without the moment
// at which the vault's lock is given back: after an attempt that opened nothing
// that is at once, and else at the end.
func (x trace) attempt() (all []string) {
	for _, c := range x.calls {
		lock := "<" + device.VaultFile + ".lock>"
		if !strings.HasPrefix(c, "close("+lock) && !strings.HasPrefix(c, "flock("+lock+", LOCK_UN)") {
			all = append(all, c)
		}
		if strings.HasPrefix(c, "close(<"+device.PouchFile+"-change.lock>") {
			break
		}
	}
	return all
}

// untilShown is everything until something is on the screen.
func (x trace) untilShown() []string {
	for i, c := range x.calls {
		if strings.HasPrefix(c, "write(<screen>") {
			return x.calls[:i+1]
		}
	}
	return x.calls
}

// tableOf counts calls and bytes written, by way.
func tableOf(verb string, seen map[string][]trace) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s %22s %22s %22s %6s %6s\n", verb, "attempt: calls, bytes", "until shown", "whole run", "fsync", "rename")
	for _, way := range ways {
		x := seen[way][0]
		fmt.Fprintf(&b, "%-20s %22s %22s %22s %6d %6d\n", way, weight(x.attempt()), weight(x.untilShown()), weight(x.calls),
			countOf(x.calls, "fsync("), countOf(x.calls, "rename"))
	}
	return b.String()
}

func weight(calls []string) string {
	bytes := 0
	for _, c := range calls {
		if m := written.FindStringSubmatch(c); m != nil {
			n, _ := strconv.Atoi(m[1])
			bytes += n
		}
	}
	return fmt.Sprintf("%d, %d", len(calls), bytes)
}

func countOf(calls []string, prefix string) (n int) {
	for _, c := range calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

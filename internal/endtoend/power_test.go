//go:build linux

package endtoend

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// fewCuts are one of each of the short form's commands.
const fewCuts = 3

// power cuts in the long form, in some two minutes:
//
//	go test ./internal/endtoend -run 'Power|NotSync' -power 200 -v -timeout 30m
var power = flag.Int("power", fewCuts, "how often the power of bulkhead's disk is cut; more than 3: every command, and builds that do not sync")

// asked reports whether power cuts were asked for.
func asked() bool { return *power > fewCuts }

// TestAPowerCutLeavesTheOldOrTheNewState: promise P6 and the vault's, with the
// real program on a real file system whose power goes at any moment of a
// command that saves.
func TestAPowerCutLeavesTheOldOrTheNewState(t *testing.T) {
	needPower(t)
	t.Parallel()
	p := newPowered(t, build(t, "bulkhead/cmd/bulkhead"))
	commands := slices.Concat(plain, withOthers)
	if !asked() {
		commands = []*saving{plain[0], withOthers[0], plain[1]}
	}
	began := time.Now()
	p.cuts(commands, *power)
	fmt.Printf("%s\n%.0f s\n", p.tally, time.Since(began).Seconds())
	for _, w := range p.wrong {
		t.Error(w)
	}
	if p.older+p.torn == 0 {
		t.Error("a program that syncs nothing was never harmed: these cuts prove nothing")
	}
	if old, fresh := p.outcomes(); asked() && (old == 0 || fresh == 0) {
		t.Errorf("the old state was found %d times, the new one %d times, want both", old, fresh)
	}
}

// powered is one run: a disk, a binary, and what is known of the folders there.
// It is the test's goroutine's.
type powered struct {
	t       *testing.T
	r       *rand.Rand
	disk    *disk
	binary  string
	drop    string // its address
	scratch string // a folder elsewhere, whose power stays
	courses map[*saving]course
	bases   map[base]state
	known   map[string]state // by folder, what it held when the power was back
	invited string           // an invitation's text
	light   []byte           // the settings.json of init --light
	leak    string           // of a leaky build, the one that is open
	*tally
}

// Folders, in disk.path or in scratch.
const (
	chainFolder = "chain" // goes on from what the last cut left
	freshFolder = "fresh" // begins each time where the command begins
	copyFolder  = "copy"  // of a folder after a cut, to be looked into
	againFolder = "again" // another, to go on in
	lightFolder = "light" // where init --light was run
	passFile    = "pass-" // and whose
)

func newPowered(t *testing.T, binary string) *powered {
	t.Helper()
	p := newPlugged(t, binary)
	p.disk = newDisk(t)
	p.restore(chainFolder, founded)
	return p
}

// newPlugged makes a run without a disk whose power can be cut: bases in
// scratch, and what runs commands there.
func newPlugged(t *testing.T, binary string) *powered {
	t.Helper()
	p := &powered{
		t: t, r: rand.New(rand.NewPCG(uint64(*seed), 1)), binary: binary, scratch: t.TempDir(),
		courses: map[*saving]course{}, bases: map[base]state{}, known: map[string]state{}, tally: newTally(),
	}
	t.Logf("seed %d", *seed)
	for name, pass := range passphrases {
		must(t, os.WriteFile(p.at(passFile+name), []byte(pass+"\n"), 0o600))
	}
	ground.Lock()
	defer ground.Unlock()
	if ground.drop == "" {
		ground.drop = memoryDrop(t)
	}
	if p.drop = ground.drop; ground.light == nil {
		ground.light = p.lightSettings()
	}
	p.light = ground.light
	return p
}

// at is the path of a name in scratch.
func (p *powered) at(name string) string { return filepath.Join(p.scratch, name) }

// bulkhead is the program, about to run in a folder. Its ExtraFiles are the
// caller's to close.
func (p *powered) bulkhead(folder string, c call) *exec.Cmd {
	if c.pass == "" {
		c.pass = normal
	}
	args := append([]string{"--dir", folder, "--passphrase-fd", "3", "--json"}, c.args...)
	cmd := exec.Command(p.binary)
	cmd.Env = append(os.Environ(), leakVariable+"="+p.leak)
	for _, name := range []string{c.pass, c.fresh} {
		if name != "" {
			pass, err := os.Open(p.at(passFile + name))
			must(p.t, err)
			cmd.ExtraFiles = append(cmd.ExtraFiles, pass)
		}
	}
	if c.fresh != "" {
		args = append(args, "--new-passphrase-fd", "4")
	}
	cmd.Args, cmd.Stdin = append(cmd.Args, args...), strings.NewReader(c.stdin)
	return cmd
}

// done runs a command, uncut, and returns what it told and its exit code.
func (p *powered) done(folder string, c call) (told []byte, code int) {
	cmd := p.bulkhead(folder, c)
	defer closeAll(cmd.ExtraFiles)
	told, _ = cmd.Output()
	return told, cmd.ProcessState.ExitCode()
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}

// restore puts a base in the place of a folder on the disk, durably.
func (p *powered) restore(name string, b base) {
	p.t.Helper()
	folder := filepath.Join(p.disk.path, name)
	b.make(p)
	p.copy(folder, p.at(string(b)))
	p.disk.sync()
	if _, ok := p.bases[b]; !ok {
		p.bases[b] = p.look(folder, b)
	}
	p.known[name] = p.bases[b]
}

// copy makes a folder hold the files of another and nothing else.
func (p *powered) copy(to, from string) {
	p.t.Helper()
	p.fill(to, p.files(from))
}

// fill makes a folder hold files and nothing else.
func (p *powered) fill(to string, files map[string][]byte) {
	p.t.Helper()
	must(p.t, os.RemoveAll(to))
	must(p.t, os.MkdirAll(to, 0o700))
	for name, data := range files {
		must(p.t, os.WriteFile(filepath.Join(to, name), data, 0o600))
	}
}

// files reads every file of a folder, except locks, which are empty.
func (p *powered) files(folder string) map[string][]byte {
	p.t.Helper()
	all := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	must(p.t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".lock") {
			all[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name()))
			must(p.t, err)
		}
	}
	return all
}

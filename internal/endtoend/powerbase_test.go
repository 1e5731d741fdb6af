//go:build linux

package endtoend

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// base is a folder from which commands begin, kept in scratch under its name.
type base string

const (
	emptied base = "emptied" // nothing
	bare    base = "bare"    // settings.json, with a cheap passphrase
	founded base = "founded" // a founder's device that has invited the other
	alone   base = "alone"   // the same, with an open page, looked at with a decoy's passphrase too
	decoyed base = "decoyed" // and then a decoy
	coerced base = "coerced" // and then a duress passphrase
)

// openings are the passphrases that a folder which began as b is opened with.
func (b base) openings() []string {
	switch b {
	case alone:
		return []string{normal, decoy}
	case decoyed:
		return []string{normal, decoy, duress}
	case coerced:
		return []string{normal, decoy, duress, fresh}
	}
	return []string{normal}
}

// What stands in the notebook.
const openPage = "Rice, oil"

var lockedPages = []string{"Shopping", "Flat bread", "Birthdays"}

// make makes a base in scratch, with power that stays, and those that it goes
// on from.
func (b base) make(p *powered) {
	ground.Lock()
	defer ground.Unlock()
	b.makeLocked(p)
}

// ground is what all tests begin from. Each part is made once, by the test that first
// needs it with the build that it has: a build with a leak differs only while that is
// open, and none is yet.
var ground = struct {
	sync.Mutex
	drop    string                     // the address of memoryDrop
	light   []byte                     // the settings.json of init --light
	files   map[base]map[string][]byte // of each base
	invited string                     // the text of the invitation in the bases from founded on
}{files: map[base]map[string][]byte{}}

func (b base) makeLocked(p *powered) {
	folder := p.at(string(b))
	if ground.files[b] == nil {
		b.makeAnew(p, folder)
		ground.files[b] = p.files(folder)
	} else if _, err := os.Stat(folder); err != nil {
		p.fill(folder, ground.files[b])
	}
	p.invited = ground.invited
}

func (b base) makeAnew(p *powered, folder string) {
	from := func(b base) {
		b.makeLocked(p)
		p.copy(folder, p.at(string(b)))
	}
	switch b {
	case emptied:
		must(p.t, os.Mkdir(folder, 0o700))
	case bare:
		from(emptied)
		must(p.t, os.WriteFile(filepath.Join(folder, settingsFile), cheapSettings(p.t, p.light), 0o600))
	case founded:
		from(bare)
		p.must(folder, initLine()(p, nil))
		var r struct{ Invitation string }
		must(p.t, json.Unmarshal(p.must(folder, call{args: []string{"invite", "--partner", "--alias", "Bell"}}), &r))
		ground.invited = r.Invitation
	case alone:
		from(founded)
		p.must(folder, call{args: []string{"notebook", "write"}, stdin: openPage})
	case decoyed:
		from(alone)
		p.must(folder, addDecoy(p, nil))
	case coerced:
		from(decoyed)
		p.must(folder, addDuress(p, nil))
	}
}

// lightSettings returns the settings.json that init --light writes.
func (p *powered) lightSettings() []byte {
	p.t.Helper()
	p.must(p.at(lightFolder), initLine("--light")(p, nil))
	data, err := os.ReadFile(filepath.Join(p.at(lightFolder), settingsFile))
	must(p.t, err)
	return data
}

// cheapSettings makes an attempt with a passphrase cost next to nothing, and
// the vault small.
func cheapSettings(t *testing.T, light []byte) []byte {
	t.Helper()
	var s map[string]any
	must(t, json.Unmarshal(light, &s))
	for key, value := range map[string]int{"argon2_memory_kib": 1024, "argon2_passes": 1, "argon2_lanes": 1, "vault_bytes": 2 << 20} {
		if s[key] == nil {
			t.Fatalf("%s has no %s", settingsFile, key)
		}
		s[key] = value
	}
	data, err := json.Marshal(s)
	must(t, err)
	return data
}

// must runs a command that does what it is told.
func (p *powered) must(folder string, c call) []byte {
	p.t.Helper()
	told, code := p.done(folder, c)
	if code != 0 {
		p.t.Fatalf("%s: exit code %d: %s", c.args[0], code, told)
	}
	return told
}

// settingsFile is the file beside the vault.
const settingsFile = "settings.json"

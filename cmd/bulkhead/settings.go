package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// settingsFile stands beside the vault. With other values than those it was
// made with, no passphrase opens the vault.
const settingsFile = "settings.json"

// settings is what settings.json holds, all of it required: what one attempt
// with a passphrase costs (Argon2id, RFC 9106). It is no secret; it stands
// here and not in the vault, which has no readable byte.
type settings struct {
	MemoryKiB uint32 `json:"argon2_memory_kib"` // KiB of memory; default 262144 (256 MiB). Less: cheaper to guess
	Passes    uint32 `json:"argon2_passes"`     // passes over it; default 3. More: slower for everybody
	Lanes     uint8  `json:"argon2_lanes"`      // lanes; default 4. More: faster on more cores
}

// The two costs that init and join offer. Light is the second recommendation
// of RFC 9106, section 4: for phones where 256 MiB are not to be had.
func fullSettings() settings {
	p := vault.DefaultParams()
	return settings{p.MemoryKiB, p.Time, p.Threads}
}

func lightSettings() settings { return settings{64 * 1024, 3, 4} }

// errSettings is the error of a file that is not what settings says.
var errSettings = errors.New("settings.json must be one object with argon2_memory_kib, argon2_passes and argon2_lanes, each a whole number above zero, and nothing else")

// parseSettings reads settings.json strictly: no key more, none less, none
// twice, none in other capitals.
func parseSettings(data []byte) (settings, error) {
	want := map[string]bool{"argon2_memory_kib": false, "argon2_passes": false, "argon2_lanes": false}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return settings{}, errSettings
	}
	for d.More() {
		key, err := d.Token()
		name, _ := key.(string)
		seen, known := want[name]
		if err != nil || !known || seen {
			return settings{}, errSettings
		}
		want[name] = true
		var value uint32
		if err := d.Decode(&value); err != nil {
			return settings{}, errSettings
		}
	}
	if _, err := d.Token(); err != nil {
		return settings{}, errSettings
	}
	if _, err := d.Token(); err != io.EOF {
		return settings{}, errSettings
	}
	var s settings
	if err := json.Unmarshal(data, &s); err != nil || s.MemoryKiB == 0 || s.Passes == 0 || s.Lanes == 0 {
		return settings{}, errSettings
	}
	return s, nil
}

func (s settings) marshal() []byte {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // three numbers
	}
	return append(b, '\n')
}

// loadSettings returns the settings beside a vault, the defaults if there are
// none; stood tells whether there were.
func loadSettings(dir durable.Dir) (s settings, stood bool, err error) {
	data, err := dir.ReadFile(settingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return fullSettings(), false, nil
	}
	if err != nil {
		return settings{}, false, fmt.Errorf("reading settings.json: %w", err)
	}
	s, err = parseSettings(data)
	return s, true, err
}

// newSettings decides what a new vault costs and keeps it, durably on return:
// what stands there already wins, so that a person can choose a third cost.
func newSettings(dir durable.Dir, light bool) (settings, error) {
	s, stood, err := loadSettings(dir)
	if err != nil || stood {
		return s, err
	}
	if light {
		s = lightSettings()
	}
	if err := dir.Replace(settingsFile, s.marshal()); err != nil {
		return settings{}, fmt.Errorf("keeping settings.json: %w", err)
	}
	return s, nil
}

func (s settings) params() vault.Params {
	return vault.Params{MemoryKiB: s.MemoryKiB, Time: s.Passes, Threads: s.Lanes}
}

// String says what one guess costs, in words.
func (s settings) String() string {
	return fmt.Sprintf("%.4g MiB of memory, %d passes, %d lanes", float64(s.MemoryKiB)/1024, s.Passes, s.Lanes)
}

// weaker reports whether a guess costs less memory or fewer passes than light.
func (s settings) weaker() bool {
	l := lightSettings()
	return s.MemoryKiB < l.MemoryKiB || s.Passes < l.Passes
}

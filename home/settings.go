package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// mostSettings is the longest settings.json that is read, in bytes.
const mostSettings = 64 << 10

// SettingsFile stands beside the vault. With other values than those it was
// made with, no passphrase opens the vault.
const SettingsFile = "settings.json"

// vaultFormat is the version of the vault and of what stands beside it
// (docs/protocol/vault.md). Another one is not touched.
const vaultFormat = 2

// Settings is what settings.json holds: the shape of the vault, what one attempt
// with a passphrase costs (Argon2id, RFC 9106), both required, and the language.
// It is no secret; it stands here and not in the vault, which has no readable
// byte, so that nothing of it depends on which passphrase is typed.
type Settings struct {
	Format     uint32 `json:"vault_format"`      // 2
	VaultBytes int64  `json:"vault_bytes"`       // length of the file; default 4194304, or 8388608 for groups of more than 9 slots. More: more written at every save
	MemoryKiB  uint32 `json:"argon2_memory_kib"` // KiB of memory; default 262144 (256 MiB). Less: cheaper to guess
	Passes     uint32 `json:"argon2_passes"`     // passes over it; default 3. More: slower for everybody
	Lanes      uint8  `json:"argon2_lanes"`      // lanes; default 4. More: faster on more cores

	// Language is the code of the language that a person is told everything in, as
	// BCP 47 has it ("en"); it may be changed at any time. "": none is chosen.
	Language string `json:"language,omitempty"`
}

const (
	mib = 1 << 20

	// SmallVault holds decoys of groups of up to 9 slots: a decoy keeps a lid
	// for each of S × PL boxes, at least twice (device.ErrSmallVault).
	SmallVault, LargeVault = 4 * mib, 8 * mib
	slotsOfSmallVault      = 9

	// leastVaultBytes has room for a full notebook in each compartment.
	leastVaultBytes = 2 * mib

	// mostVaultBytes bounds what a save writes; 64 MiB once a minute is more
	// than any flash should bear.
	mostVaultBytes = 64 * mib

	// mostMemoryKiB and mostWork bound what settings.json can make an attempt
	// cost: four times the memory of the default, and some twenty times its work,
	// in KiB times passes. Whoever edits the file can make an attempt wait for
	// seconds, and never hang the program or take all of a machine's memory.
	mostMemoryKiB = 1 << 20
	mostWork      = 16 << 20
)

// leastPerLane is the least memory of a lane, in KiB (RFC 9106, section 3.1).
const leastPerLane = 8

// checkCost returns ErrCost if an attempt would cost more than it may, or what
// Argon2id cannot have.
func (s Settings) checkCost() error {
	if s.MemoryKiB > mostMemoryKiB || uint64(s.MemoryKiB)*uint64(s.Passes) > mostWork || s.MemoryKiB < leastPerLane*uint32(s.Lanes) {
		return ErrCost
	}
	return nil
}

// validVaultBytes reports whether a vault may be so long: whole MiB, which cuts
// into any number of compartments that a program of this version makes.
func validVaultBytes(n int64) bool { return n >= leastVaultBytes && n <= mostVaultBytes && n%mib == 0 }

// mostLanguage bounds the code of a language, in bytes (RFC 5646, section 4.4.1).
const mostLanguage = 35

// validLanguage reports whether a code has the form of one: whether there is such
// a language is not known here.
func validLanguage(code string) bool {
	return len(code) <= mostLanguage && !strings.ContainsFunc(code, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
	})
}

// The two costs that init and join offer. Light is the second recommendation
// of RFC 9106, section 4: for phones where 256 MiB are not to be had.
func fullSettings() Settings {
	p := vault.DefaultParams()
	return Settings{vaultFormat, SmallVault, p.MemoryKiB, p.Time, p.Threads, ""}
}

func lightSettings() Settings { return Settings{vaultFormat, SmallVault, 64 * 1024, 3, 4, ""} }

var (
	// ErrSettings is the error of a file that is not what settings says.
	ErrSettings = errors.New("settings.json must be one object with vault_format, vault_bytes (whole MiB), argon2_memory_kib, argon2_passes and argon2_lanes, each a whole number above zero, and nothing else but language, a code such as \"en\"")

	// ErrCost is the error of a cost that no attempt is to have.
	ErrCost = errors.New("settings.json asks for more than one attempt with a passphrase may cost, or for too little memory: argon2_memory_kib is at most 1048576 (1 GiB) " +
		"and at least 8 for each of argon2_lanes, and argon2_memory_kib times argon2_passes at most 16777216. Nothing was tried, and nothing was changed")

	ErrEarlier = errors.New("this folder was made by an earlier version of this program; nothing was changed")
	ErrLater   = errors.New("this folder was made by a later version of this program; nothing was changed")
)

// checkFormat looks at the version alone: another one may have other keys.
func checkFormat(data []byte) error {
	var any map[string]json.RawMessage
	if err := json.Unmarshal(data, &any); err != nil {
		return ErrSettings
	}
	raw, stood := any["vault_format"]
	if !stood {
		return ErrEarlier
	}
	var format uint32
	if err := json.Unmarshal(raw, &format); err != nil || format == 0 {
		return ErrSettings
	}
	switch {
	case format < vaultFormat:
		return ErrEarlier
	case format > vaultFormat:
		return ErrLater
	}
	return nil
}

// parseSettings reads settings.json strictly: no key more, none but the language
// less, none twice, none in other capitals.
func parseSettings(data []byte) (Settings, error) {
	if err := checkFormat(data); err != nil {
		return Settings{}, err
	}
	want := map[string]bool{"vault_format": false, "vault_bytes": false, "argon2_memory_kib": false, "argon2_passes": false, "argon2_lanes": false, "language": false}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return Settings{}, ErrSettings
	}
	for d.More() {
		key, err := d.Token()
		name, _ := key.(string)
		seen, known := want[name]
		if err != nil || !known || seen {
			return Settings{}, ErrSettings
		}
		want[name] = true
		var number uint32
		var text string
		if name == "language" {
			err = d.Decode(&text)
		} else {
			err = d.Decode(&number)
		}
		if err != nil || name == "language" && (text == "" || !validLanguage(text)) {
			return Settings{}, ErrSettings
		}
	}
	var s Settings
	if err := json.Unmarshal(data, &s); err != nil || !validVaultBytes(s.VaultBytes) || s.MemoryKiB == 0 || s.Passes == 0 || s.Lanes == 0 {
		return Settings{}, ErrSettings
	}
	if err := s.checkCost(); err != nil {
		return Settings{}, err
	}
	return s, nil
}

func (s Settings) marshal() []byte {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // numbers and a text
	}
	return append(b, '\n')
}

// loadSettings returns the settings beside a vault, the defaults if there are
// none; stood tells whether there were.
func loadSettings(dir durable.Dir) (s Settings, stood bool, err error) {
	if size, err := dir.Size(SettingsFile); err == nil && size > mostSettings {
		return Settings{}, true, ErrSettings // unread: it may be longer than the memory
	}
	data, err := dir.ReadFile(SettingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return fullSettings(), false, nil
	}
	if err != nil {
		return Settings{}, false, fmt.Errorf("reading settings.json: %w", err)
	}
	s, err = parseSettings(data)
	return s, true, err
}

// SettingsOf returns the settings beside a vault, the defaults if there are none.
func SettingsOf(dir durable.Dir) (Settings, error) {
	s, _, err := loadSettings(dir)
	return s, err
}

// planSettings decides what a new vault costs: what stands in dir already wins,
// so that a person can choose a third cost, and stood says so. slots is the
// group's, 0 without a group. dir may be nil: there is no folder.
func planSettings(dir durable.Dir, light bool, slots int) (s Settings, stood bool, err error) {
	if dir != nil {
		if s, stood, err = loadSettings(dir); err != nil || stood {
			return s, stood, err
		}
	}
	s = fullSettings()
	if light {
		s = lightSettings()
	}
	if slots > slotsOfSmallVault {
		s.VaultBytes = LargeVault
	}
	return s, false, nil
}

// newSettings decides what a new vault costs and keeps that, and the language,
// durably on return. No language: the one that stands there. undo puts back what
// stood there, as well as that can be done.
func newSettings(dir durable.Dir, light bool, slots int, language string) (s Settings, undo func(), err error) {
	planned, stood, err := planSettings(dir, light, slots)
	if err != nil {
		return Settings{}, nil, err
	}
	if s = planned; language != "" {
		s.Language = language
	}
	if stood && s == planned {
		return s, func() {}, nil
	}
	if err := dir.Replace(SettingsFile, s.marshal()); err != nil {
		return Settings{}, nil, fmt.Errorf("keeping settings.json: %w", err)
	}
	return s, func() {
		if stood {
			_ = dir.Replace(SettingsFile, planned.marshal())
		} else {
			_ = dir.Remove(SettingsFile)
		}
	}, nil
}

// Language returns the language that the settings in the folder choose, as
// [Settings] has it: "" if they choose none, or if there are none. Whatever else
// is wrong with them, this is read, for it is what that is told in.
func (h *Home) Language() string {
	dir, err := h.Disk.Existing(h.Path)
	if err != nil {
		return ""
	}
	defer shut(dir)
	data, err := dir.ReadFile(SettingsFile)
	if err != nil {
		return ""
	}
	var s struct{ Language string }
	if json.Unmarshal(data, &s) != nil || !validLanguage(s.Language) {
		return ""
	}
	return s.Language
}

// Params is what one attempt with a passphrase costs.
func (s Settings) Params() vault.Params {
	return vault.Params{MemoryKiB: s.MemoryKiB, Time: s.Passes, Threads: s.Lanes}
}

// Light reports whether a guess costs what light asks for, or less.
func (s Settings) Light() bool { return s.MemoryKiB <= lightSettings().MemoryKiB }

// Weaker reports whether a guess costs less memory or fewer passes than light.
func (s Settings) Weaker() bool {
	l := lightSettings()
	return s.MemoryKiB < l.MemoryKiB || s.Passes < l.Passes
}

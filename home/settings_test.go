package home

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// Promise: settings.json is read strictly; nothing in it is ignored.
func TestSettingsAreReadStrictly(t *testing.T) {
	shape := `{"vault_format": 2, "vault_bytes": 4194304, `
	good := shape + `"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`
	if s, err := parseSettings([]byte(good)); err != nil || s != lightSettings() {
		t.Fatalf("got %+v, %v", s, err)
	}
	for name, text := range map[string]string{
		"empty":            ``,
		"not an object":    `[1]`,
		"a key missing":    shape + `"argon2_memory_kib": 65536, "argon2_passes": 3}`,
		"an unknown key":   shape + `"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4, "x": 1}`,
		"other capitals":   shape + `"Argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a key twice":      shape + `"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4, "argon2_lanes": 4}`,
		"zero":             shape + `"argon2_memory_kib": 0, "argon2_passes": 3, "argon2_lanes": 4}`,
		"negative":         shape + `"argon2_memory_kib": -1, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a fraction":       shape + `"argon2_memory_kib": 1.5, "argon2_passes": 3, "argon2_lanes": 4}`,
		"text":             shape + `"argon2_memory_kib": "65536", "argon2_passes": 3, "argon2_lanes": 4}`,
		"null":             shape + `"argon2_memory_kib": null, "argon2_passes": 3, "argon2_lanes": 4}`,
		"too many lanes":   shape + `"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 256}`,
		"a tiny vault":     `{"vault_format": 2, "vault_bytes": 1048576, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"an odd length":    `{"vault_format": 2, "vault_bytes": 4194303, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a huge vault":     `{"vault_format": 2, "vault_bytes": 134217728, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"format zero":      `{"vault_format": 0, "vault_bytes": 4194304, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"format in words":  `{"vault_format": "two", "vault_bytes": 4194304, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a format twice":   `{"vault_format": 2, "vault_format": 2, "vault_bytes": 4194304, "argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"something behind": good + `{}`,
		"no language":      good[:len(good)-1] + `, "language": ""}`,
		"null as one":      good[:len(good)-1] + `, "language": null}`,
		"a path as one":    good[:len(good)-1] + `, "language": "../en"}`,
		"a long one":       good[:len(good)-1] + `, "language": "` + strings.Repeat("a", mostLanguage+1) + `"}`,
		"cut off":          good[:len(good)-1],
	} {
		if _, err := parseSettings([]byte(text)); !errors.Is(err, ErrSettings) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Promise: settings.json cannot make an attempt hang the program, or take all of
// the machine's memory.
func TestSettingsBoundWhatAnAttemptCosts(t *testing.T) {
	for _, c := range []struct {
		memory, passes uint32
		lanes          uint8
		want           error
	}{
		{1 << 20, 16, 4, nil},
		{1<<20 + 1, 1, 4, ErrCost},
		{1 << 20, 17, 4, ErrCost},
		{1 << 18, 64, 4, nil},
		{1 << 18, 65, 4, ErrCost},
		{64, 1<<32 - 1, 1, ErrCost},
		{1<<32 - 1, 1<<32 - 1, 255, ErrCost},
		{32, 1, 4, nil},
		{31, 1, 4, ErrCost},
	} {
		s := Settings{vaultFormat, SmallVault, c.memory, c.passes, c.lanes, ""}
		if _, err := parseSettings(s.marshal()); !errors.Is(err, c.want) {
			t.Errorf("%d KiB, %d passes, %d lanes: %v, want %v", c.memory, c.passes, c.lanes, err, c.want)
		}
	}
	for _, s := range []Settings{fullSettings(), lightSettings()} {
		if err := s.checkCost(); err != nil {
			t.Errorf("what this program offers, %v: %v", s, err)
		}
	}
}

func FuzzSettings(f *testing.F) {
	f.Add(fullSettings().marshal())
	f.Add(lightSettings().marshal())
	french := fullSettings()
	french.Language = "fr"
	f.Add(french.marshal())
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseSettings(data)
		if err != nil {
			return
		}
		if again, err := parseSettings(s.marshal()); err != nil || again != s {
			t.Fatalf("%q was read as %+v and written as something else: %+v, %v", data, s, again, err)
		}
	})
}

// Promise: a person's own settings are not written over, and without any the
// documented cost is taken.
func TestNewVaultTakesItsCostFromTheSettings(t *testing.T) {
	for _, c := range []struct {
		name  string
		stood string
		light bool
		slots int
		want  Settings
	}{
		{"none", "", false, 6, fullSettings()},
		{"none, light", "", true, 9, lightSettings()},
		{"none, many slots", "", true, 10, Settings{2, 8 << 20, 64 << 10, 3, 4, ""}},
		{"a third cost", `{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 131072, "argon2_passes": 4, "argon2_lanes": 2}`, true, 16, Settings{2, 2 << 20, 131072, 4, 2, ""}},
	} {
		dir, err := durable.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if c.stood != "" {
			if err := dir.Replace(SettingsFile, []byte(c.stood)); err != nil {
				t.Fatal(err)
			}
		}
		if got, _, err := newSettings(dir, c.light, c.slots, ""); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
		if kept, stood, err := loadSettings(dir); err != nil || !stood || kept != c.want {
			t.Errorf("%s: kept %+v, %v, %v", c.name, kept, stood, err)
		}
	}
	if d := vault.DefaultParams(); fullSettings().Params() != d {
		t.Errorf("the full cost is %+v, the vault's is %+v", fullSettings(), d)
	}
}

// Promise: what another version of this program made is told from what is
// broken, whatever else stands in it.
func TestOtherVersionsAreNamed(t *testing.T) {
	for text, want := range map[string]error{
		`{"argon2_memory_kib": 262144, "argon2_passes": 3, "argon2_lanes": 4}`:                    ErrEarlier,
		`{"vault_format": 1, "argon2_memory_kib": 262144, "argon2_passes": 3, "argon2_lanes": 4}`: ErrEarlier,
		`{"vault_format": 3, "vault_bytes": 4194304, "something": {"new": [1]}}`:                  ErrLater,
		`{"vault_format": 4294967296}`: ErrSettings,
		`{}`:                           ErrEarlier,
		`null`:                         ErrEarlier,
	} {
		if _, err := parseSettings([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", text, err, want)
		}
	}
}

// Promise: a settings.json of any length is refused as what it is, before it takes memory.
func TestSettingsThatAreTooLongAreNotRead(t *testing.T) {
	long := append(fullSettings().marshal(), bytes.Repeat([]byte(" "), mostSettings)...)
	dir := durable.NewMem(nil)
	if err := dir.Replace(SettingsFile, long); err != nil {
		t.Fatal(err)
	}
	if _, err := SettingsOf(dir); !errors.Is(err, ErrSettings) {
		t.Errorf("%d bytes: %v", len(long), err)
	}
	if err := dir.Replace(SettingsFile, long[:mostSettings]); err != nil {
		t.Fatal(err)
	}
	if s, err := SettingsOf(dir); err != nil || s != fullSettings() {
		t.Errorf("%d bytes, blanks behind: %v", mostSettings, err)
	}
}

package main

import (
	"errors"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// Promise: settings.json is read strictly; nothing in it is ignored.
func TestSettingsAreReadStrictly(t *testing.T) {
	good := `{"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`
	if s, err := parseSettings([]byte(good)); err != nil || s != lightSettings() {
		t.Fatalf("got %+v, %v", s, err)
	}
	for name, text := range map[string]string{
		"empty":            ``,
		"not an object":    `[1]`,
		"a key missing":    `{"argon2_memory_kib": 65536, "argon2_passes": 3}`,
		"an unknown key":   `{"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4, "x": 1}`,
		"other capitals":   `{"Argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a key twice":      `{"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 4, "argon2_lanes": 4}`,
		"zero":             `{"argon2_memory_kib": 0, "argon2_passes": 3, "argon2_lanes": 4}`,
		"negative":         `{"argon2_memory_kib": -1, "argon2_passes": 3, "argon2_lanes": 4}`,
		"a fraction":       `{"argon2_memory_kib": 1.5, "argon2_passes": 3, "argon2_lanes": 4}`,
		"text":             `{"argon2_memory_kib": "65536", "argon2_passes": 3, "argon2_lanes": 4}`,
		"null":             `{"argon2_memory_kib": null, "argon2_passes": 3, "argon2_lanes": 4}`,
		"too many lanes":   `{"argon2_memory_kib": 65536, "argon2_passes": 3, "argon2_lanes": 256}`,
		"something behind": good + `{}`,
		"cut off":          good[:len(good)-1],
	} {
		if _, err := parseSettings([]byte(text)); !errors.Is(err, errSettings) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzSettings(f *testing.F) {
	f.Add(fullSettings().marshal())
	f.Add(lightSettings().marshal())
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
		want  settings
	}{
		{"none", "", false, fullSettings()},
		{"none, light", "", true, lightSettings()},
		{"a third cost", `{"argon2_memory_kib": 131072, "argon2_passes": 4, "argon2_lanes": 2}`, true, settings{131072, 4, 2}},
	} {
		dir, err := durable.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if c.stood != "" {
			if err := dir.Replace(settingsFile, []byte(c.stood)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := newSettings(dir, c.light); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
		if kept, stood, err := loadSettings(dir); err != nil || !stood || kept != c.want {
			t.Errorf("%s: kept %+v, %v, %v", c.name, kept, stood, err)
		}
	}
	if d := vault.DefaultParams(); fullSettings().params() != d {
		t.Errorf("the full cost is %+v, the vault's is %+v", fullSettings(), d)
	}
}

func TestWeakPassphrases(t *testing.T) {
	for pass, want := range map[string]bool{
		"hunter2": true, "": true, "four short words only": false, "one two three four": true,
		"one two three four five": false, "a-long-one-without-spaces": false,
	} {
		if got := weak([]byte(pass)); got != want {
			t.Errorf("weak(%q) = %v", pass, got)
		}
	}
}

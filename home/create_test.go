package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"bulkhead/device"
	"bulkhead/internal/durable"
)

// Promise: a device that was not made leaves no settings behind, which would
// decide what the next attempt costs; those that a person wrote stay.
func TestStoppedEarlyLeavesNothing(t *testing.T) {
	h := &Home{Path: filepath.Join(t.TempDir(), "new"), Disk: Disk{Open: durable.Open, Existing: durable.Existing}}
	if s, err := h.Plan(false, 6); err != nil || s != fullSettings() {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, err := os.Stat(h.Path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("planning made the folder: %v", err)
	}
	stop := errors.New("stopped")
	if _, err := h.Create(false, 6, "fr", func(device.Env) error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(h.Path); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if s, err := h.Plan(true, 6); err != nil || s != lightSettings() {
		t.Errorf("light is ignored afterwards: %+v, %v", s, err)
	}
	own := []byte(`{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 131072, "argon2_passes": 4, "argon2_lanes": 2}`)
	settings := filepath.Join(h.Path, SettingsFile)
	if err := os.WriteFile(settings, own, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Create(true, 6, "", func(device.Env) error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(settings); err != nil || string(kept) != string(own) {
		t.Errorf("%q, %v", kept, err)
	}
	before, err := h.Plan(true, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Create(true, 6, "fr", func(device.Env) error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if after, err := h.Plan(true, 6); err != nil || after != before || h.Language() != "" {
		t.Errorf("a language is left: %+v, %v", after, err)
	}
}

// Promise: the language stands in the settings, beside whatever a person wrote
// there, and is read whatever else is wrong with them.
func TestTheLanguageStandsInTheSettings(t *testing.T) {
	h := &Home{Path: t.TempDir(), Disk: Disk{Open: durable.Open, Existing: durable.Existing}}
	settings := filepath.Join(h.Path, SettingsFile)
	made := func(device.Env) error { return nil }
	if code := h.Language(); code != "" {
		t.Errorf("without settings: %q", code)
	}
	if err := os.WriteFile(settings, []byte(`{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 131072, "argon2_passes": 4, "argon2_lanes": 2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ asked, want string }{{"fr", "fr"}, {"", "fr"}, {"ckb", "ckb"}} {
		if _, err := h.Create(false, 6, c.asked, made); err != nil {
			t.Fatal(err)
		}
		s, err := h.Plan(false, 6)
		if err != nil || s.Language != c.want || s.MemoryKiB != 131072 || h.Language() != c.want {
			t.Errorf("%q was asked for: %+v, %v", c.asked, s, err)
		}
	}
	for text, want := range map[string]string{
		`{"vault_format": 9, "language": "fr"}`: "fr", `{"argon2_passes": -1, "language": "fr"}`: "fr",
		`{"language": "../fr"}`: "", `{"language": 1}`: "", `{`: "",
	} {
		if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code := h.Language(); code != want {
			t.Errorf("%s: %q, want %q", text, code, want)
		}
	}
}

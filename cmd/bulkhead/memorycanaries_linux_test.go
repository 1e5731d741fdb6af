package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/device"
	"bulkhead/home"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/sys/unix"
)

// receives makes a device to which its partner, whom it calls alias, has sent
// a text that has arrived, by a drop and two workers; and a decoy. It goes by clock.
func receives(t *testing.T, clock *jumpClock, text, alias string) (dir string) {
	t.Helper()
	other, dir := t.TempDir(), t.TempDir()
	does := func(dir, in string, args ...string) string {
		t.Helper()
		code, shown := typedIn(t, t.Context(), clock.edge(), dir, ownPass, in, args...)
		if code != exitDone {
			t.Fatalf("%v: exit code %d; %s", args, code, shown)
		}
		return shown
	}
	for _, d := range []string{other, dir} {
		if err := errors.Join(clock.of(d), os.WriteFile(filepath.Join(d, home.SettingsFile), []byte(cheap), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	url, stop, err := startDrop(clock.calendar.Length, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	does(other, "", "init", "--drop", url, "--pouch-rounds", "16")
	var invited struct{ Invitation string }
	if err := json.Unmarshal([]byte(does(other, "", "invite", "--partner", "--alias", "Wren", "--json")), &invited); err != nil {
		t.Fatal(err)
	}
	does(dir, invited.Invitation, "join", "--alias", alias)
	does(dir, decoyPass+"Shopping\n.\nFlat bread\n.\nBirthdays\n", "vault", "add-decoy", "--new-passphrase-fd", fromStdin)
	workers := []*running{startRun(t, other, "", "run"), startRun(t, dir, "", "run")}
	sent := false
	for ; ; clock.passReads(t.Context()) {
		if !sent {
			code, _ := typedIn(t, t.Context(), clock.edge(), other, ownPass, text, "send", "Wren")
			sent = code == exitDone
		}
		does(other, "", "status")
		if shown := does(dir, "", "inbox"); strings.Contains(shown, text) {
			break
		}
	}
	for _, w := range workers {
		if err := unix.Kill(w.cmd.Process.Pid, unix.SIGINT); err != nil {
			t.Fatal(err)
		}
		w.ended()
	}
	return dir
}

// vaultKeys works out, from the file and the passphrase, the keys that
// docs/protocol/vault.md speaks of.
func vaultKeys(t *testing.T, dir, pass string) map[string]string {
	t.Helper()
	const label, compartments, fresh = "bulkhead/vault/2 ", testRegions, 32
	file, err := os.ReadFile(filepath.Join(dir, device.VaultFile))
	if err != nil {
		t.Fatal(err)
	}
	region := len(file) / compartments
	expand := func(secret []byte, part string, context ...byte) []byte {
		key, err := hkdf.Expand(sha256.New, secret, label+part+"\x00"+string(context), 32)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	block, err := aes.NewCipher(expand(make([]byte, 32), "outer", file[region:][:fresh]...))
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(file, file)
	salt := file[:fresh]
	master := argon2.IDKey([]byte(pass), salt, 1, 64, 1, 32) // as in cheap
	opened := func(n, at, length int, part string, secret []byte) []byte {
		sealed := file[n*region+at:][:fresh+length+chacha20poly1305.Overhead]
		aead, err := chacha20poly1305.New(expand(secret, part, append([]byte{byte(n)}, sealed[:fresh]...)...))
		if err != nil {
			t.Fatal(err)
		}
		bound := append(append([]byte(label+part), salt...), byte(n))
		bound = append(binary.BigEndian.AppendUint32(bound, uint32(len(file))), compartments)
		plain, err := aead.Open(nil, make([]byte, chacha20poly1305.NonceSize), sealed[fresh:], bound)
		if err != nil {
			return nil
		}
		return plain
	}
	for n := range compartments {
		if lock := opened(n, 32, 48, "lock", master); lock != nil {
			key := lock[16:]
			head := opened(n, 128, 64, "head", key)
			if head == nil {
				t.Fatal("a lock opens and its head does not")
			}
			return map[string]string{"the passphrase's master key": string(master), "the region's key": string(key), "the body's key": string(head[32:])}
		}
	}
	t.Fatal("the passphrase opens no lock")
	return nil
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/home"
	"bulkhead/phrase"
)

// marked is a world in which the language "x-marked" is [phrase.Marked] and every
// other one is English; the environment's is locale.
func marked(locale string) edge {
	e := testEdge()
	e.speak = func(code string) phrase.Say {
		if code == "x-marked" {
			return phrase.Marked(time.UTC)
		}
		return phrase.New(code, time.UTC)
	}
	e.getenv = func(name string) string {
		if name == "LANG" {
			return locale
		}
		return ""
	}
	return e
}

// Promise: whatever passphrase is typed, what is told is in the language of the
// settings, which no compartment decides; so does help.
func TestEveryPassphraseIsAnsweredInTheLanguageOfTheSettings(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	settings := filepath.Join(whole, home.SettingsFile)
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	chosen := strings.Replace(string(text), `"language": "en"`, `"language": "x-marked"`, 1)
	if chosen == string(text) {
		t.Fatalf("the device was made without a language: %s", text)
	}
	for _, c := range []struct {
		settings, locale string
		marked           bool
	}{
		{string(text), "en_GB.UTF-8", false},
		{string(text), "x-marked", false}, // the environment has no say
		{chosen, "en_GB.UTF-8", true},
	} {
		if err := os.WriteFile(settings, []byte(c.settings), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, verb := range [][]string{{"status"}, {"send", "Heron"}, {"notebook", "--locked", "read", "9"}} {
			var coerced []string
			for _, pass := range []string{ownPass, decoyPass, duressPass, "no such passphrase\n"} {
				_, shown := typedIn(t, t.Context(), marked(c.locale), copyOf(t, whole), pass, "text", verb...)
				if phrase.HasMarks(shown) != c.marked {
					t.Errorf("%+v, %v, %q: %s", c, verb, pass, shown)
				}
				if pass == decoyPass || pass == duressPass {
					coerced = append(coerced, shown)
				}
			}
			if coerced[0] != coerced[1] {
				t.Errorf("%+v, %v: with the decoy's passphrase %s; with the duress passphrase %s", c, verb, coerced[0], coerced[1])
			}
		}
		if _, shown := typedIn(t, t.Context(), marked(c.locale), whole, "", "", "status", "--help"); phrase.HasMarks(shown) != c.marked {
			t.Errorf("%+v: %s", c, shown)
		}
		if _, shown := typedIn(t, t.Context(), marked(c.locale), whole, "", "", "status", "--nothing"); phrase.HasMarks(shown) != c.marked {
			t.Errorf("%+v: %s", c, shown)
		}
	}
}

// Promise: a device keeps the language that was asked for when it was made, else
// the environment's; one that this program does not speak is English, and said so.
func TestADeviceIsMadeInALanguage(t *testing.T) {
	t.Parallel()
	url := dropFor(t, time.Minute, 0)
	for _, c := range []struct {
		locale string
		asked  []string
		warned bool
	}{
		{"en_GB.UTF-8", nil, false}, {"tlh_KX.UTF-8", nil, false}, {"C", nil, false}, {"", nil, false},
		{"", []string{"--language", "en-GB"}, false}, {"", []string{"--language=tlh"}, true},
	} {
		dir := cheapFolder(t)
		code, shown := typedIn(t, t.Context(), marked(c.locale), dir, ownPass, "", slices.Concat([]string{"init", "--drop", url, "--pouch-rounds", "16"}, c.asked)...)
		if code != exitDone || strings.Contains(shown, "does not speak the language tlh; it speaks English") != c.warned {
			t.Errorf("%+v: exit code %d; %s", c, code, shown)
		}
		s, err := os.ReadFile(filepath.Join(dir, home.SettingsFile))
		if err != nil || !strings.Contains(string(s), `"language": "en"`) {
			t.Errorf("%+v: %s, %v", c, s, err)
		}
	}
}

// Promise: before there is a device, the environment's language is spoken; then
// the settings'; --language has the last word. A verb that an open session carries
// out is answered in the language of the session's folder.
func TestTheEnvironmentsLanguageIsSpokenFirst(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		vars string
		args []string
		want string
	}{
		{"LANG=fr_FR.UTF-8", nil, "fr_FR.UTF-8"},
		{"LANG=fr_FR.UTF-8 LC_MESSAGES=ar", nil, "ar"},
		{"LANG=fr_FR.UTF-8 LC_MESSAGES=ar LC_ALL=en", nil, "en"},
		{"LANG=fr", []string{"init", "--language", "fa"}, "fa"},
		{"LANG=fr", []string{"send", "Heron", "--", "--language", "fa"}, "fr"},
		{"", nil, ""},
	} {
		e := testEdge()
		e.getenv = func(name string) string {
			for _, v := range strings.Fields(c.vars) {
				if value, is := strings.CutPrefix(v, name+"="); is {
					return value
				}
			}
			return ""
		}
		if got := e.language(append([]string{"--dir", none}, c.args...)); got != c.want {
			t.Errorf("%s: %q, want %q", fmt.Sprint(c.vars, c.args), got, c.want)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, home.SettingsFile), []byte(`{"language": "ckb"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	e := marked("fr")
	if got := e.language([]string{"--dir", dir, "inbox"}); got != "ckb" {
		t.Errorf("with settings: %q", got)
	}
	e.session, e.sessionDir = new(home.Session), dir
	if got := e.language([]string{"--dir", none, "inbox"}); got != "ckb" {
		t.Errorf("of a verb in a session: %q", got)
	}
}

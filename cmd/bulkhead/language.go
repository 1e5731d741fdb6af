package main

import (
	"strings"

	"bulkhead/home"
	"bulkhead/phrase"
)

// language returns the code of the language that a command line is answered in:
// the one that --language asks for, else the one that the folder's settings
// choose, else the environment's. No passphrase decides it.
func (e edge) language(args []string) string {
	if code := flagValue(args, "--language"); code != "" {
		return code
	}
	path := e.sessionDir
	if e.session == nil {
		path = flagValue(args, "--dir")
	}
	if path == "" {
		path, _ = home.DefaultPath()
	}
	if code := (&home.Home{Path: path, Disk: e.disk}).Language(); code != "" {
		return code
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // POSIX, Base Definitions, section 8.2
		if locale := e.getenv(name); locale != "" {
			return locale
		}
	}
	return ""
}

// flagValue returns what a flag is given on a command line that is not parsed yet:
// help is shown, and errors are told, while it is.
func flagValue(args []string, flag string) (value string) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if name, joined, is := strings.Cut(arg, "="); is && name == flag {
			value = joined
		} else if arg == flag && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}

// warnOfLanguage tells of a language that was asked for, and that there is not.
func (a *app) warnOfLanguage(asked string) {
	if _, spoken := phrase.Spoken(asked); asked != "" && !spoken {
		a.warn("%s", a.saying().SetupNoLanguage(asked, a.saying().List(phrase.LanguageNames())))
	}
}

// languageToKeep is what a new device's settings are to hold: what was asked for,
// else what is there, else what this command line is answered in.
func (a *app) languageToKeep(asked string) string {
	if asked == "" && a.home.Language() != "" {
		return ""
	}
	return a.say.Language()
}

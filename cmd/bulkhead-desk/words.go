package main

import (
	"errors"
	"io/fs"

	"bulkhead/desk/folder"
	"bulkhead/desk/sqlitestore"
	"bulkhead/phrase"
	"bulkhead/vault"
)

var (
	errLeft      = errors.New("some of what is cleared may not be for these readers")
	errFormat    = errors.New("an alert is about one case")
	errThere     = errors.New("there is a file in the export's place already")
	errFolders   = errors.New("one folder for what comes and for what goes")
	errSite      = errors.New("a first publication has a title, an authority and a date")
	errLeftOut   = errors.New("some of what is cleared cannot be published")
	errInside    = errors.New("a publication's folder and the desk's are one in the other")
	errNoneTaken = errors.New("nothing of what came was taken in")
	errNotYes    = errors.New("a question was not answered with yes")
	errNoRecord  = errors.New("no record of the desk's keys was taken in")
)

// refusals are errors that this command says itself. The first that an error is counts.
var refusals = []struct {
	is   error
	said func(phrase.Say) string
}{
	{folder.ErrName, phrase.Say.DeskCmdErrorName},
	{folder.ErrPayload, phrase.Say.DeskCmdErrorPayload},
	{folder.ErrRecord, phrase.Say.DeskCmdErrorRecord},
	{folder.ErrMany, phrase.Say.DeskCmdErrorMany},
	{folder.ErrSite, phrase.Say.DeskCmdErrorSiteKept},
	{errSite, phrase.Say.DeskCmdErrorSite},
	{errLeftOut, phrase.Say.DeskCmdErrorLeft},
	{errInside, phrase.Say.DeskCmdErrorInside},
	{folder.ErrKey, phrase.Say.DeskCmdErrorKey},
	{vault.ErrNoMatch, phrase.Say.DeskCmdErrorNoMatch},
	{vault.ErrExists, phrase.Say.DeskCmdErrorExists},
	{sqlitestore.ErrEarlier, phrase.Say.DeskCmdErrorEarlier},
	{sqlitestore.ErrKey, phrase.Say.DeskCmdErrorStoreKey},
	{errLeft, phrase.Say.DeskErrorLeft},
	{errFormat, phrase.Say.DeskCmdErrorFormat},
	{errThere, phrase.Say.DeskCmdErrorThere},
	{errFolders, phrase.Say.DeskCmdErrorFolders},
	{errNoneTaken, phrase.Say.DeskCmdErrorNoneTaken},
	{errNotYes, phrase.Say.LineNotYes},
	{errNoRecord, phrase.Say.DeskCmdErrorNoRecord},
	{errNoDesk, phrase.Say.DeskCmdErrorNoDesk},
}

// errNoDesk is of a folder without a vault.
var errNoDesk = fs.ErrNotExist

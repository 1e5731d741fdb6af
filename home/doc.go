// Package home is a device's folder on a real machine: its settings, its open
// pages, the opening of what a passphrase opens, the session that stays open, the
// worker that lets the boxes travel, and the one choice between carriers.
//
// It asks nobody and shows nothing: whoever calls it, a terminal or a web page, does.
// What happens meanwhile is handed to the caller's functions. The time it waits
// by can be handed in too: see [Pace].
//
// # The folder
//
//	vault          everything secret, fixed size, random to the last byte
//	pouch          the coming rounds' boxes, sealed
//	settings.json  version and length of the vault, what one passphrase attempt costs, the language
//	notebook       the open pages, in clear
//	session        while something is open: where verbs typed elsewhere are taken
package home

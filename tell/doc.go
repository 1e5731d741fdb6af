// Package tell is what a person is told, as data: the result of each verb, made
// from what a device or the simulator says, before there are words or a screen.
//
// Commands print a result as JSON or hand it to a screen in [bulkhead/term]; a web page
// or an app takes the same. Codes are the types of the rooms they come from. No
// field is a sentence: [bulkhead/phrase] has those.
//
// All functions are pure: what is drawn for the simulator depends on its seed alone.
// A result holds no reference into the device it was made from, so it may be used
// after the device is closed.
package tell

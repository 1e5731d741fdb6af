// Package page holds the web page of the exposure simulator: a screen in HTML, with
// drawings, that a person can read and show.
//
// Results of package tell enter, and the language; HTML leaves. The page holds all it
// shows: no script, nothing fetched. It must never learn who anybody is, as sim does
// not.
package page

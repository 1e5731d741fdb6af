// Package page holds the page of the exposure simulator: what package sim answers,
// as one HTML page with drawings that a person can read and show.
//
// A [Page] of answers enters, HTML leaves. The page holds all it shows: no script,
// nothing fetched. It must never learn who anybody is, as sim does not.
package page

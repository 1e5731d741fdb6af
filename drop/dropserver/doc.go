// Package dropserver holds the server side of a drop: what it answers, to
// whom, and for how long it keeps boxes.
//
// Requests enter, boxes go to a [Store] and come back from it. A stranger
// meets a plain web site: whatever is not exactly a request of the protocol,
// under the drop's prefix, is answered as the site answers an unknown path.
// The server must never learn who asks: it keeps no session, writes no request
// log, and its metrics hold no id and no address.
package dropserver

package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
)

// line is one link, live or dead, where the pouch's results are handed out.
type line struct {
	tie  cell.TieID
	link *link.Link
	dead bool
}

// lines returns the live links in the order of their ties, then the dead ones,
// oldest first: in every sealing the same order.
func (s *state) lines() []line {
	all := make([]line, 0, len(s.links)+len(s.dead))
	for _, tie := range s.ties() {
		all = append(all, line{tie: tie, link: s.links[tie]})
	}
	for _, l := range s.dead {
		all = append(all, line{l.tie, l.link, true})
	}
	return all
}

// open hands the link a box that was read: see [link.Link.Open].
func (l *line) open(r box.Round, id box.ID, content *box.Content, room int) ([]link.Event, error) {
	return l.link.Open(r, id, content, room)
}

// wrote tells the link what became of a write: see [link.Link.Wrote].
func (l *line) wrote(r box.Round, id box.ID, result link.Result, back *box.Content) ([]link.Event, error) {
	return l.link.Wrote(r, id, result, back)
}

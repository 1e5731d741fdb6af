// Package export writes cleared reports for others: GeoJSON (RFC 7946), CSV with HXL tags,
// alerts of CAP 1.2.
//
// What a person has cleared enters, in any order; the same bytes leave whatever the order
// was. The package must never learn a report's id, its thread or its letters: an id that
// is published convicts the phone that still holds it. So an [Item] has a name of the
// desk's own. docs/decisions/export.md has what was chosen.
package export

// Package outlines holds where land ends, and the borders between countries, for maps that
// are drawn without asking anybody.
//
// Nothing enters. Coasts and borders leave as lines of whole numbers, and as the file from
// which they are read: countries-50m.json of the npm package world-atlas 2.0.2, which is
// Natural Earth's 1:50m in the public domain, packed by gzip and not changed otherwise. Its
// licence stands beside it. It can place a country, no hospital.
package outlines

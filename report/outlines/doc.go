// Package outlines holds the coastlines and the borders of the world, for a map that
// fetches nothing from outside.
//
// Nothing enters; outlines leave, as degrees. They are those of world-atlas 2.0.2
// (Natural Earth 4.1, 1:50,000,000): good for which country and which coast, no good
// for which street. The package must never learn what is drawn over them.
//
// data/countries-50m.json.gz is the file of that name in the npm package, packed with
// gzip -9n; data/LICENSE is the package's. A test holds the sum of the file.
package outlines

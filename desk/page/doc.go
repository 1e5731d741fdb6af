// Package page holds the desk's web page: inbox, map, one case with its reports and
// what was said to their writers, exports.
//
// Requests of one browser on the same computer enter, and what a person decides; HTML,
// the map's data and exports leave. A page fetches nothing from outside: the map's
// outlines and its detail come from here. It works with scripting off, but for the map.
//
// Whoever else can reach the port, another program on the computer or a web page in the
// same browser, gets one refusal for everything. docs/decisions/desk-page.md says
// against what each guard stands.
//
// The package must never learn who wrote a report: it shows what desk knows, which does
// not know it either.
package page

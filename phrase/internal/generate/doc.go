// Command generate writes phrase's GROUP_gen.go files from its English
// catalogues. 'go generate ./phrase' runs it in the folder phrase; a test of
// phrase fails while its output is stale.
package main

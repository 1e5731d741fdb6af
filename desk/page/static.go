package page

import (
	"embed"
	"net/http"
	"path"
)

// What others made lies in static unchanged, with its licence beside it;
// docs/decisions/modules.md names it with its sum.
//
//go:embed static/*.js static/*.css
var files embed.FS

var types = map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

func static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	b, err := files.ReadFile("static/" + name)
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	w.Write(b)
}

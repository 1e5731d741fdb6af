package tell

import "bulkhead/media"

// Cleaned is what was found in a picture or video besides what one sees, and, if one was written,
// what the new file is. Codes are those of docs/decisions/media.md; none holds a value.
type Cleaned struct {
	Kind    media.Kind      `json:"kind"`  // of the file that came: jpeg, png, webp, mp4
	Width   int             `json:"width"` // in pixels, upright
	Height  int             `json:"height"`
	Found   []CleanedFound  `json:"found"`             // none of it is in a new file
	Stays   []media.Remains `json:"stays"`             // what may identify all the same
	File    string          `json:"file,omitempty"`    // that was written
	Written *CleanedFile    `json:"written,omitempty"` // what it is
}

// CleanedFound is one thing that tells more than one sees.
type CleanedFound struct {
	Trace media.Trace `json:"trace"`
	Times int         `json:"times"`
	Bytes int         `json:"bytes"`
}

// CleanedFile is a new file.
type CleanedFile struct {
	Kind    media.Kind     `json:"kind"`
	Width   int            `json:"width"`
	Height  int            `json:"height"`
	Bytes   int            `json:"bytes"`
	Changed []media.Change `json:"changed"` // what is otherwise than before
}

// CleanedOf tells of a file that was looked at.
func CleanedOf(r media.Report) Cleaned {
	c := Cleaned{Kind: r.Kind, Width: r.Width, Height: r.Height, Found: []CleanedFound{}, Stays: append([]media.Remains{}, r.Stays...)}
	for _, f := range r.Found {
		c.Found = append(c.Found, CleanedFound(f))
	}
	return c
}

// CleanedTo tells of a new file that was written.
func CleanedTo(r media.Result, file string) Cleaned {
	c := CleanedOf(r.Report)
	c.File = file
	c.Written = &CleanedFile{r.Kind, r.Width, r.Height, len(r.Bytes), append([]media.Change{}, r.Report.Changed...)}
	return c
}

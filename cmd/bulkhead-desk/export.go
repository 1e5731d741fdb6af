package main

import (
	"context"

	"bulkhead/desk"
	"bulkhead/report/export"
	"bulkhead/term"
)

type exportCmd struct {
	working
	Format      string   `enum:"geojson,hxl,cap" required:"" help:"geojson, hxl (CSV with HXL tags) or cap (an alert, of one case)."`
	For         string   `enum:"partners,parties,everybody" required:"" help:"For whom: partners, who are named; parties to the conflict; or everybody."`
	Restriction string   `placeholder:"TEXT" help:"Who may have it, in one line; it stands in the export. Needed for partners; none for everybody."`
	Case        []string `placeholder:"NAME" help:"Export these cases alone. Default: all that are cleared."`
	Message     string   `enum:"alert,update,cancel" default:"alert" help:"Of cap: the first alert of a case, an update, or a cancel."`
	Skip        bool     `help:"Without --case: leave out what changed since it was cleared, and what may not be for these readers."`
	Exercise    bool     `help:"Of cap: this is a drill."`
	Write       string   `type:"path" required:"" placeholder:"FILE" help:"The new file."`
}

// Help is shown below the flags.
func (*exportCmd) Help() string {
	return `For example:

  bulkhead-desk export --format geojson --for partners --restriction "Mine clearance, north" --write hazards.geojson
  bulkhead-desk export --format cap --for everybody --case k3v7qmzp2a --write alert.xml

Nothing leaves but what a person has cleared on the page. All that is asked for leaves, or nothing: the export is refused if one may not be for these readers, unless you say --skip. That a case was exported, and for whom, stands in its trail.`
}

var audiences = map[string]export.Audience{"partners": export.Partners, "parties": export.Parties, "everybody": export.Everybody}
var messages = map[string]export.Message{"alert": export.Alert, "update": export.Update, "cancel": export.Cancel}

// Run writes an export.
func (c *exportCmd) Run(ctx context.Context, e edge) error {
	if c.Format == "cap" && len(c.Case) != 1 {
		return usageError{errFormat}
	}
	o, err := c.work(ctx, e)
	if err != nil {
		return err
	}
	file, err := claim(c.Write)
	if err != nil {
		return o.close(err)
	}
	n, err := c.export(o, file)
	if err == nil {
		err = file.done()
	} else {
		file.drop()
	}
	if err != nil {
		return o.close(err)
	}
	return o.close(c.show(e, struct {
		File  string `json:"file"`
		Cases int    `json:"cases"`
	}{c.Write, n}, func(p *term.Sheet) {
		p.Line("%s", e.say.DeskCases(n))
		p.Line("%s", e.say.DeskCmdWritten(c.Write))
	}))
}

// export writes what leaves, and takes down that it left. The file has its name when both are
// done.
func (c *exportCmd) export(o *office, into *newFile) (n int, err error) {
	var names []desk.Name
	for _, name := range c.Case {
		names = append(names, desk.Name(name))
	}
	if len(names) == 0 {
		var left []desk.Name
		if names, left, err = o.Ready(audiences[c.For]); err != nil {
			return 0, err
		}
		if len(left) > 0 && !c.Skip {
			return 0, errLeft
		}
	}
	to := audiences[c.For]
	switch c.Format {
	case "cap":
		err = o.AlertInto(into.write, names[0], to, export.Envelope{Sender: o.folder.Name(), Restriction: c.Restriction, Exercise: c.Exercise, Message: messages[c.Message]})
	case "hxl":
		err = o.ExportInto(into.write, desk.HXL, names, to, c.Restriction)
	default:
		err = o.ExportInto(into.write, desk.GeoJSON, names, to, c.Restriction)
	}
	return len(names), err
}

package export

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strconv"

	"bulkhead/report"
)

// columns are header and tag of each, in order. There is none for a contact, a respondee,
// a beneficiary or a group of people.
var columns = [][2]string{
	{"Id", "#meta+id"}, {"Kind", "#event+type"}, {"Description", "#description"},
	{"Place", "#loc+name"}, {"Type of place", "#loc+type"},
	{"Latitude", "#geo+lat"}, {"Longitude", "#geo+lon"}, {"Precision (m)", "#geo+precision_m"},
	{"Occurred", "#date+occurred"}, {"Reported", "#date+reported"},
	{"Need", "#need+type"},
	{"People", "#affected+ind"}, {"Killed", "#affected+killed"}, {"Injured", "#affected+injured"},
	{"Access", "#access+type"}, {"Severity", "#severity+code"}, {"Status", "#status+code"}, {"Certainty (%)", "#meta+certainty"},
	{"From", "#loc+origin"}, {"To", "#loc+dest"},
}

// HXL returns the items as CSV with a row of headers and one of HXL 1.1 tags. Without any
// movement the columns From and To are not there. The restriction, in one line, says who may
// have it, in a row before all: Partners need one, Everybody has none.
func HXL(items []Item, to Audience, restriction string) ([]byte, error) {
	all, err := sorted(items, to, restriction)
	if err != nil {
		return nil, err
	}
	width := len(columns) - 2
	for _, it := range all {
		if it.Kind == report.Movement {
			width = len(columns)
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	if restriction != "" {
		row := make([]string, width)
		row[0] = safe("Only for: " + restriction)
		w.Write(row)
	}
	for i := range 2 {
		var row []string
		for _, c := range columns[:width] {
			row = append(row, c[i])
		}
		w.Write(row)
	}
	for i := range all {
		w.Write(all[i].row(to)[:width])
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func (it *Item) row(to Audience) []string {
	count := func(c report.Count) string {
		if n, said := c.Number(); said {
			return strconv.Itoa(n)
		}
		return ""
	}
	percent := ""
	if it.Percent != 0 {
		percent = strconv.Itoa(it.Percent)
	}
	event, need, loc := it.Kind.String(), "", ""
	switch code := it.typeCode(); it.Kind {
	case report.Need:
		need = code
	case report.Site:
		loc = code
	default:
		if code != "" {
			event += "/" + code
		}
	}
	lat, lon, precision := "", "", ""
	if a, b, reach, ok := spot(it.Where); ok {
		lat, lon, precision = a, b, strconv.Itoa(reach)
	}
	origin, dest := "", ""
	if it.Kind == report.Movement {
		origin, dest = safe(located(it.Where)), safe(located(it.To))
		if destLat, destLon := it.To.Cell.Text(); dest == "" && destLat != "" {
			dest = destLat + ", " + destLon // with a comma it is no formula
		}
		if origin == "" && lat != "" {
			origin = lat + ", " + lon
		}
	}
	return []string{it.Name, event, safe(it.Text), safe(located(it.Where)), loc, lat, lon, precision, it.occurred(to), date(it.Reported, Everybody), need,
		count(it.People), count(it.Killed), count(it.Injured), it.Access.String(), it.Severity.String(), it.Status.String(), percent, origin, dest}
}

// safe returns a text that no spreadsheet takes for a formula: one that begins like a
// formula has an apostrophe before it. So has the sign of one behind a semicolon, a bar or
// a line's end, where programs cut that are told of other separators. A plain number,
// -1.5, is left alone.
func safe(s string) string {
	if number.MatchString(s) {
		return s
	}
	if formula.MatchString(s) {
		s = "'" + s
	}
	return within.ReplaceAllString(s, "$1'$2")
}

var (
	formula = regexp.MustCompile(`^[\s\p{Z}"]*[=+@＝＋－＠-]`)
	within  = regexp.MustCompile(`([;|\n][\s\p{Z}"]*)([=+@＝＋－＠-])`)
)

var number = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)

package device

import (
	"time"

	"bulkhead/box"
	"bulkhead/report"
	"bulkhead/report/book"
)

// What a person asks of their reports. Each returns once the state in memory has changed; it is
// saved by the next Save.

const (
	// silentReports is how long a report stays of which nothing was heard: longer than any way
	// back lasts (docs/protocol/desk.md, "A packet to a desk").
	silentReports = 35 * 24 * time.Hour

	// atDeskWithin is after which time a letter that was passed on is sealed anew, if the desk
	// has not said that it is there; stoppedFor after which one that went no further.
	atDeskWithin = 2 * 24 * time.Hour
	stoppedFor   = 12 * time.Hour
)

// Reports returns the owner's reports, by number. They are the device's own: to be read until
// it changes, and by whoever has the device.
func (d *Device) Reports() []*book.Entry { return d.reports.All() }

// Report returns one of them. [book.ErrNone].
func (d *Device) Report(number uint32) (*book.Entry, error) { return d.reports.Entry(number) }

// ReportText returns what an edit of a report begins with: see [book.Book.Text].
func (d *Device) ReportText(number uint32) (report.Report, error) { return d.reports.Text(number) }

// NewReport keeps a draft and returns its number. ErrNoRoom; errors of [book.Book.New].
func (d *Device) NewReport(r report.Report) (number uint32, err error) {
	err = d.withReports(func(now box.Round) error {
		e, err := d.reports.New(r, now, d.env.Rand)
		if err == nil {
			number = e.Number
		}
		return err
	})
	return number, err
}

// EditReport puts r in the place of a report's draft. ErrNoRoom; errors of [book.Book.Edit].
func (d *Device) EditReport(number uint32, r report.Report) error {
	return d.withReports(func(now box.Round) error { return d.reports.Edit(number, r, now) })
}

// DeleteReport forgets a report, takes back what waits of it, and forgets by which ways replies
// would come: whoever has a packet of it finds nothing here that says whose it was. [book.ErrNone].
func (d *Device) DeleteReport(number uint32) error {
	e, err := d.reports.Entry(number)
	if err != nil {
		return err
	}
	d.takeBackReport(e)
	if err := d.reports.Delete(number); err != nil {
		return err
	}
	d.forgetWays()
	return nil
}

// MarkReportRead records that the person has seen what the desk has said to a report.
func (d *Device) MarkReportRead(number uint32) { d.reports.MarkRead(number) }

// PreviewReport returns what leaves of a report's draft, read back from the bytes that are
// sealed, and how many of those there are: see [book.Book.Letter], [book.Leaves].
func (d *Device) PreviewReport(number uint32) (*report.Letter, int, error) {
	l, err := d.reports.Letter(number)
	if err != nil {
		return nil, 0, err
	}
	return book.Leaves(l)
}

// withReports lets change change the reports; nothing is changed if the vault has no room for
// what they then take.
func (d *Device) withReports(change func(now box.Round) error) error {
	d.readClock()
	before, err := d.reports.MarshalBinary()
	if err != nil {
		return err
	}
	defer clear(before)
	had, room := d.reports.Bytes(), d.ownRoom()
	err = change(d.known)
	if err == nil && d.reports.Bytes()-had > room {
		err = ErrNoRoom
	}
	if err != nil {
		d.reports.Erase()
		d.must(d.reports.UnmarshalBinary(before))
	}
	return err
}

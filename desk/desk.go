package desk

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"bulkhead/report"
	"bulkhead/report/seal"
	"bulkhead/report/weigh"
)

const (
	// UsualReports is how many reports a desk keeps at most, unless told otherwise.
	UsualReports = 250_000
	// maxReplies is how many replies may wait for the line. With more nothing is taken in:
	// a receipt that cannot leave is no receipt.
	maxReplies = 100_000
	// eraStep is how far a reply's number jumps on from that of an earlier store: beyond
	// what that store can have forgotten to have said, as a rule.
	eraStep = 100
)

// Options of a desk.
type Options struct {
	Now  func() time.Time // required; called from any goroutine
	Rand io.Reader        // required; one goroutine at a time reads
	// Assume are the assumptions of the rule that suggests; zero: [weigh.Usual].
	Assume weigh.Assumptions
	// MaxReports is how many reports there may be; 0: [UsualReports]. One more is answered
	// [Full] and no receipt, so that its writer's device sends it again, and then says so.
	MaxReports int
	// Earlier says that the store is an earlier one, put back in place. Numbers of replies
	// jump on, so that none is given twice.
	Earlier bool
}

// Desk is a desk at work. All methods may be called concurrently. What one has changed is
// durable when it returns; with an error nothing has changed.
type Desk struct {
	now     func() time.Time
	store   Store
	openers map[seal.Name]*seal.Opener
	assume  weigh.Assumptions
	room    int

	mu      sync.RWMutex // guards all below; held over a commit
	rand    io.Reader
	ids     map[report.ID]*known
	reports map[Name]*known
	folders map[Name]*folder
	byCase  map[uint64]*folder
	order   []*folder // the newest first
	fresh   []*folder // not in order yet
	index   *weigh.Index
	out     []uint64            // rows of replies that wait, in their order
	waits   map[uint64]waiting  // by their rows
	waitsOf map[uint64][]uint64 // by the rows of the reports that they are to
	rows    [Withdrawn + 1]map[uint64]bool
	past    map[Name]*withdrawnRow     // cases that were published and are no more
	erased  map[[sha256.Size]byte]bool // ids of reports that a person has erased
	stopped map[uint64]bool            // rows of replies that were taken back: the line may still name them
	era     int
	recent  ways
	tidied  int64 // the day, since 1970, on which ways that had ended were forgotten last
	totals  Totals
}

// Totals is what a desk holds, for a head line.
type Totals struct {
	Reports, Cases  int
	Unread, Waiting int // cases with letters that nobody has opened; with questions without an answer
	Replies         int // that the line does not have yet
	Recalls         int
	Refused         int // packets since the desk was opened that were none of its letters
	Damaged         int // rows that cannot be read
	Full            bool
	Erasing         bool // what had to be erased can still be read: see ErrErasing
}

// Open reads a store once, and returns the desk whose letters the openers open: one for each
// of its keys that is still in use. What was erased while keys were in use that are all gone
// is forgotten: nobody can open what was sealed to them. Damage of a row is that row's alone.
func Open(s Store, openers []*seal.Opener, o Options) (*Desk, error) {
	if o.Assume == (weigh.Assumptions{}) {
		o.Assume = weigh.Usual()
	}
	d := &Desk{now: o.Now, rand: o.Rand, store: s, openers: map[seal.Name]*seal.Opener{}, assume: o.Assume, room: cmp.Or(o.MaxReports, UsualReports),
		ids: map[report.ID]*known{}, reports: map[Name]*known{}, folders: map[Name]*folder{}, byCase: map[uint64]*folder{}, index: weigh.NewIndex(o.Assume),
		waits: map[uint64]waiting{}, waitsOf: map[uint64][]uint64{}, stopped: map[uint64]bool{}, erased: map[[sha256.Size]byte]bool{}, past: map[Name]*withdrawnRow{}}
	for t := range d.rows {
		d.rows[t] = map[uint64]bool{}
	}
	for _, op := range openers {
		d.openers[op.Name()] = op
	}
	missing := map[uint64][]*known{} // by the number of a case that has not come
	var spent []Change
	err := s.Load(func(r Stored) error {
		if int(r.Table) >= len(d.rows) {
			return fmt.Errorf("a newer program's table: %d", r.Table)
		}
		d.rows[r.Table][r.Number] = true
		if r.Damaged || d.load(r, missing) != nil {
			d.totals.Damaged++
		} else if r.Table == Erased && !d.remember(r.Data) {
			spent = append(spent, Change{Table: Erased, Number: r.Number})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the desk's store: %w", err)
	}
	tx := d.begin()
	tx.gone = spent
	if o.Earlier {
		d.era++
		tx.own = true
	}
	if err := tx.adopt(missing); err != nil {
		return nil, err
	}
	if err := tx.endWays(10_000); err != nil {
		return nil, err
	}
	if err := tx.commit(); err != nil {
		return nil, err
	}
	d.order, d.fresh = nil, nil
	for _, f := range d.folders {
		d.place(f)
		d.fresh = append(d.fresh, f)
	}
	d.reorder()
	return d, nil
}

// remember takes in that a report was erased, and reports whether one of the keys that were in
// use then still is: only what was sealed to one of those can come again.
func (d *Desk) remember(data []byte) bool {
	var e erasedRow
	if err := decode(data, &e); err != nil || len(e.Digest) != sha256.Size {
		return true
	}
	for name := range slices.Chunk(e.Keys, len(seal.Name{})) {
		if len(name) == len(seal.Name{}) && d.openers[seal.Name(name)] != nil {
			d.erased[[sha256.Size]byte(e.Digest)] = true
			return true
		}
	}
	return false
}

// load takes one row into memory.
func (d *Desk) load(r Stored, missing map[uint64][]*known) error {
	switch r.Table {
	case Reports: // before cases: see Store.Load
		t, err := decodeThread(r.Number, r.Data)
		if err != nil {
			return err
		}
		k := new(known)
		k.learn(t)
		if d.reports[k.name] != nil || d.ids[k.id] != nil {
			return ErrDamaged
		}
		d.reports[k.name], d.ids[k.id] = k, k
		missing[t.Case] = append(missing[t.Case], k)
	case Cases:
		c := &caseRow{number: r.Number}
		if err := decode(r.Data, c); err != nil {
			return err
		}
		if c.Name == "" || d.folders[c.Name] != nil {
			return ErrDamaged
		}
		f := new(folder)
		f.learn(c)
		f.reports = missing[c.number]
		delete(missing, c.number)
		for _, k := range f.reports {
			k.in = f
		}
		d.folders[f.name], d.byCase[f.number] = f, f
	case Replies:
		var reply replyRow
		err := decode(r.Data, &reply)
		d.wait(r.Number, &reply)
		return err
	case Withdrawn:
		w := &withdrawnRow{number: r.Number}
		if err := decode(r.Data, w); err != nil {
			return err
		}
		d.past[w.Name] = w
	case Own:
		var own ownRow
		if err := decode(r.Data, &own); err != nil {
			return err
		}
		d.era = own.Era
	}
	return nil
}

// adopt gives reports whose case's row is damaged a case each. What two of them had in
// common, a person says again.
func (tx *tx) adopt(missing map[uint64][]*known) error {
	for _, all := range missing {
		for _, k := range all {
			t, err := tx.thread(k)
			if err != nil {
				return err
			}
			if t.c, err = tx.newCase(); err != nil {
				return err
			}
			t.c.Reports = 1
			t.c.step(ofHour(t.Came), DidBegin, t.Name)
		}
	}
	return nil
}

// tx is one commit in the making: copies of rows, which become the desk's when they are kept.
type tx struct {
	d        *Desk
	now      time.Time
	threads  map[*known]*threadRow
	begun    []*threadRow // reports that are new
	byID     map[report.ID]*threadRow
	cases    map[*folder]*caseRow
	made     []*caseRow // cases that are new
	out      []*replyRow
	outFor   []*threadRow
	own      bool     // the desk's own row is written
	gone     []Change // rows that go
	erase    map[rowID]bool
	dropped  []*known        // reports that go, by a person's decision
	erasedAt []uint64        // numbers of the rows that say so
	ended    []*folder       // cases that go
	past     []*withdrawnRow // cases that are published no more
	again    []Name          // cases that are published again
	names    map[Name]bool
}

// begin starts a commit. The desk's lock is held from here to the end.
func (d *Desk) begin() *tx {
	return &tx{d: d, now: d.now(), threads: map[*known]*threadRow{}, byID: map[report.ID]*threadRow{}, cases: map[*folder]*caseRow{},
		erase: map[rowID]bool{}, names: map[Name]bool{}}
}

// thread returns the row of a report, to be changed.
func (tx *tx) thread(k *known) (*threadRow, error) {
	if t := tx.threads[k]; t != nil {
		return t, nil
	}
	t, err := tx.d.readThread(k)
	if err == nil {
		tx.threads[k] = t
	}
	return t, err
}

func (d *Desk) readThread(k *known) (*threadRow, error) {
	b, err := d.store.Read(Reports, k.number)
	if err != nil {
		return nil, damaged(err)
	}
	t, err := decodeThread(k.number, b)
	if err == nil && (t.Name != k.name || t.thread.ID != k.id) {
		err = ErrDamaged
	}
	return t, err
}

func (d *Desk) readCase(f *folder) (*caseRow, error) {
	b, err := d.store.Read(Cases, f.number)
	if err != nil {
		return nil, damaged(err)
	}
	c := &caseRow{number: f.number}
	if err := decode(b, c); err != nil || c.Name != f.name {
		return nil, ErrDamaged
	}
	return c, nil
}

// damaged tells damage of a row from a store that fails.
func damaged(err error) error {
	if errors.Is(err, ErrNoRow) || errors.Is(err, ErrDamagedRow) {
		return ErrDamaged
	}
	return fmt.Errorf("reading the desk's store: %w", err)
}

// folder returns the row of a case, to be changed.
func (tx *tx) folder(f *folder) (*caseRow, error) {
	if c := tx.cases[f]; c != nil {
		return c, nil
	}
	c, err := tx.d.readCase(f)
	if err == nil {
		tx.cases[f] = c
	}
	return c, err
}

func (tx *tx) taken(n Name) bool {
	return tx.names[n] || tx.d.reports[n] != nil || tx.d.folders[n] != nil || tx.d.past[n] != nil
}

func (tx *tx) name() (Name, error) {
	n, err := drawName(tx.d.rand, tx.taken)
	tx.names[n] = true
	return n, err
}

// newCase begins a case; its number comes with the commit.
func (tx *tx) newCase() (*caseRow, error) {
	n, err := tx.name()
	if err != nil {
		return nil, err
	}
	c := &caseRow{Name: n}
	tx.made = append(tx.made, c)
	return c, nil
}

// fewNumbers is how many numbers of rows there are for each table at least.
const fewNumbers = 4096

// number gives new rows their numbers: drawn, so that they say nothing of when each came.
func (tx *tx) number() error {
	if len(tx.begun)+len(tx.made)+len(tx.out)+len(tx.dropped)+len(tx.past) == 0 {
		return nil
	}
	var seed [32]byte
	if _, err := io.ReadFull(tx.d.rand, seed[:]); err != nil {
		return fmt.Errorf("drawing numbers: %w", err)
	}
	rng := rand.New(rand.NewChaCha8(seed))
	for i, n := range tx.d.draw(rng, Reports, len(tx.begun)) {
		tx.begun[i].number = n
	}
	for i, n := range tx.d.draw(rng, Cases, len(tx.made)) {
		tx.made[i].number = n
	}
	for i, n := range tx.d.draw(rng, Replies, len(tx.out)) {
		tx.out[i].number, tx.out[i].Report = n, tx.outFor[i].number
	}
	for i, n := range tx.d.draw(rng, Withdrawn, len(tx.past)) {
		tx.past[i].number = n
	}
	tx.erasedAt = tx.d.draw(rng, Erased, len(tx.dropped))
	return nil
}

// draw draws numbers for so many rows, among the free ones of a range that has a quarter more
// than what is there, at least. The range grows by powers of two: a number tells no more of its
// row's age than that a range without it was too small.
func (d *Desk) draw(rng *rand.Rand, t Table, n int) (numbers []uint64) {
	there, most := d.rows[t], uint64(fewNumbers)
	for 4*most < 5*uint64(len(there)+n) {
		most *= 2
	}
	drawn := map[uint64]bool{}
	for len(numbers) < n {
		number := 1 + rng.Uint64N(most)
		if !there[number] && !drawn[number] && !(t == Replies && d.stopped[number]) {
			drawn[number] = true
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// waiting is a reply that the line does not have yet.
type waiting struct {
	report uint64 // its row
	number uint16 // of the reply
}

func (d *Desk) wait(row uint64, r *replyRow) {
	d.out = append(d.out, row)
	d.waits[row] = waiting{r.Report, r.Number}
	d.waitsOf[r.Report] = append(d.waitsOf[r.Report], row)
}

// waitsFor reports whether a reply to a report waits for the line.
func (d *Desk) waitsFor(report uint64, number uint16) bool {
	return slices.ContainsFunc(d.waitsOf[report], func(row uint64) bool { return d.waits[row].number == number })
}

// commit keeps everything, and then takes it into memory. With an error the desk is as it
// was, but for one thing: what had to be erased may not be yet, which totals say.
func (tx *tx) commit() error {
	d := tx.d
	if err := tx.number(); err != nil {
		return err
	}
	changes := tx.gone
	put := func(t Table, number uint64, row any) error {
		b, err := encode(row)
		if err == nil {
			changes = append(changes, Change{Table: t, Number: number, Data: b, Erase: tx.erase[rowID{t, number}]})
		}
		return err
	}
	for _, r := range tx.out {
		if err := put(Replies, r.number, r); err != nil {
			return err
		}
	}
	for _, w := range tx.past {
		if err := put(Withdrawn, w.number, w); err != nil {
			return err
		}
	}
	for i, k := range tx.dropped {
		e := erasedRow{Digest: digest(k.id)}
		for name := range d.openers {
			e.Keys = append(e.Keys, name[:]...)
		}
		if err := put(Erased, tx.erasedAt[i], e); err != nil {
			return err
		}
	}
	threads := slices.Clone(tx.begun)
	for _, t := range tx.threads {
		threads = append(threads, t)
	}
	for _, t := range threads {
		if t.c != nil {
			t.Case = t.c.number
		}
		b, err := t.encode()
		if err != nil {
			return err
		}
		changes = append(changes, Change{Table: Reports, Number: t.number, Data: b, Erase: tx.erase[rowID{Reports, t.number}]})
	}
	for _, c := range tx.made {
		if err := put(Cases, c.number, c); err != nil {
			return err
		}
	}
	for _, c := range tx.cases {
		if err := put(Cases, c.number, c); err != nil {
			return err
		}
	}
	if tx.own {
		if err := put(Own, 1, ownRow{d.era}); err != nil {
			return err
		}
	}
	if len(changes) == 0 && !d.totals.Erasing {
		return nil
	}
	err := d.store.Commit(changes)
	switch {
	case errors.Is(err, ErrErasing):
		d.totals.Erasing = true
	case err != nil:
		return fmt.Errorf("keeping it in the desk's store: %w", err)
	default:
		d.totals.Erasing = false
	}
	for _, c := range changes {
		if c.Data != nil {
			d.rows[c.Table][c.Number] = true
		} else {
			delete(d.rows[c.Table], c.Number)
		}
	}
	tx.apply()
	return nil
}

func digest(id report.ID) []byte {
	sum := sha256.Sum256(id[:])
	return sum[:]
}

// apply takes what was kept into memory.
func (tx *tx) apply() {
	d := tx.d
	touched := map[*folder]bool{}
	for _, c := range tx.made {
		f := new(folder)
		f.learn(c)
		d.folders[f.name], d.byCase[f.number] = f, f
		d.fresh = append(d.fresh, f)
		touched[f] = true
	}
	for f, c := range tx.cases {
		f.learn(c)
		touched[f] = true
	}
	for _, t := range tx.begun {
		k := new(known)
		d.ids[t.thread.ID], d.reports[t.Name] = k, k
		tx.threads[k] = t
	}
	for k, t := range tx.threads {
		k.learn(t)
		if f := d.byCase[t.Case]; f != k.in {
			if k.in != nil {
				k.in.reports = slices.DeleteFunc(k.in.reports, func(o *known) bool { return o == k })
				touched[k.in] = true
			}
			k.in = f
			f.reports = append(f.reports, k)
		}
		touched[k.in] = true
	}
	for _, k := range tx.dropped {
		d.erased[[sha256.Size]byte(digest(k.id))] = true
		delete(d.ids, k.id)
		delete(d.reports, k.name)
		k.in.reports = slices.DeleteFunc(k.in.reports, func(o *known) bool { return o == k })
		touched[k.in] = true
	}
	for f := range touched {
		d.place(f)
	}
	for _, f := range tx.ended {
		delete(d.folders, f.name)
		delete(d.byCase, f.number)
		d.index.Remove(string(f.name))
		f.moved = true
	}
	for _, name := range tx.again {
		delete(d.past, name)
	}
	for _, w := range tx.past {
		d.past[w.Name] = w
	}
	left := len(d.waits)
	for _, c := range tx.gone {
		if w, waits := d.waits[c.Number]; c.Table == Replies && waits {
			delete(d.waits, c.Number)
			of := slices.DeleteFunc(d.waitsOf[w.report], func(n uint64) bool { return n == c.Number })
			if d.waitsOf[w.report] = of; len(of) == 0 {
				delete(d.waitsOf, w.report)
			}
			if c.Erase {
				d.stopped[c.Number] = true
			}
		}
	}
	if len(d.waits) < left {
		d.out = slices.DeleteFunc(d.out, func(n uint64) bool { _, waits := d.waits[n]; return !waits })
	}
	for _, r := range tx.out {
		d.wait(r.number, r)
	}
	if len(touched)+len(tx.ended) > 0 {
		d.reorder()
	}
}

// Tidy does what is due while nothing comes: it forgets ways that have ended, and erases what
// could not be erased before. Whoever serves a desk calls it from time to time.
func (d *Desk) Tidy() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	tx := d.begin()
	if err := tx.endWays(10_000); err != nil {
		return err
	}
	return tx.commit()
}

// Totals returns what the desk holds.
func (d *Desk) Totals() Totals {
	d.mu.RLock()
	defer d.mu.RUnlock()
	t := d.totals
	t.Reports, t.Cases, t.Replies = len(d.reports), len(d.folders), len(d.out)
	t.Full = len(d.reports) >= d.room || len(d.out) >= maxReplies
	for _, f := range d.folders {
		if f.unread > 0 {
			t.Unread++
		}
		if f.waiting > 0 {
			t.Waiting++
		}
		if f.recall {
			t.Recalls++
		}
	}
	return t
}

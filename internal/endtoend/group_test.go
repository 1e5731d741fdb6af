package endtoend

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/round"
)

// roundLength is as short as the machine can bear; the parent's alone.
var roundLength time.Duration

const (
	// leastRound is the shortest that a drop runs with.
	leastRound  = 500 * time.Millisecond
	slots       = 4  // the lead's two links and two loops
	pouchRounds = 16 // the shortest: epochs move within the test
)

// member is one person's folder and the processes that work on it.
type member struct {
	name   string
	folder string
	ties   map[*member]cell.TieID
	units  []*unit
	half   map[string]time.Time // what torn has noted
}

// unit is one process of a member's, running or not. Its fields are those of
// the goroutine that kills members, until that has ended.
type unit struct {
	of   *member
	role string
	run  *process
}

// meet makes three members who know each other as people do who have met: a
// is a founder, b its partner, c led by a. Nothing has travelled yet.
func meet(t *testing.T, drop []byte) []*member {
	t.Helper()
	a, b, c := newMember(t, "a", roleBoth), newMember(t, "b", roleBoth), newMember(t, "c", roleWorker, roleDevice)
	var where card.Server
	if err := where.UnmarshalBinary(drop); err != nil {
		t.Fatal(err)
	}
	founding, err := card.Found(round.Calendar{Length: roundLength}, slots, pouchRounds, 0, []card.Place{{Drop: where}})
	if err != nil {
		t.Fatal(err)
	}
	host, err := device.Found(a.env(t), newPass(), &founding)
	if err != nil {
		t.Fatal(err)
	}
	a.invites(t, host, b, cell.Partner)
	a.invites(t, host, c, cell.Led)
	if err := host.Close(); err != nil {
		t.Fatal(err)
	}
	return []*member{a, b, c}
}

func newMember(t *testing.T, name string, roles ...string) *member {
	m := &member{name: name, folder: filepath.Join(t.TempDir(), name), ties: map[*member]cell.TieID{}, half: map[string]time.Time{}}
	for _, role := range roles {
		m.units = append(m.units, &unit{of: m, role: role})
	}
	return m
}

func (m *member) env(t *testing.T) device.Env {
	t.Helper()
	dir, err := durable.Open(m.folder)
	if err != nil {
		t.Fatal(err)
	}
	return newEnv(dir, roundLength)
}

// invites has a guest join by an invitation.
func (m *member) invites(t *testing.T, host *device.Device, guest *member, as cell.Relation) {
	t.Helper()
	inv, tie, err := host.Invite(as, guest.name)
	if err != nil {
		t.Fatal(err)
	}
	named := host.CardForJoining()
	joined, err := device.Join(guest.env(t), newPass(), inv, &named, m.name)
	if err != nil {
		t.Fatal(err)
	}
	m.ties[guest], guest.ties[m] = tie, joined.Status().Ties[0].ID
	if err := joined.Close(); err != nil {
		t.Fatal(err)
	}
}

// torn reports whether a killed process left a file half replaced, and takes
// note of it once.
func (m *member) torn() (found bool) {
	for _, name := range []string{device.VaultFile, device.PouchFile} {
		half := filepath.Join(m.folder, name+".new")
		info, err := os.Stat(half)
		if err == nil && !info.ModTime().Equal(m.half[name]) {
			m.half[name], found = info.ModTime(), true
		}
	}
	return found
}

// awaitReplacing returns when the vault is being replaced, or after so long.
func (m *member) awaitReplacing(long time.Duration) {
	for from := time.Now(); time.Since(from) < long; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(filepath.Join(m.folder, device.VaultFile+".new")); err == nil {
			return
		}
	}
}

// talks is the unit that takes commands.
func (m *member) talks() *unit { return m.units[len(m.units)-1] }

package durable

import "syscall"

// Step is what a disk does for one call of a [Dir] or a [File], and what it can
// refuse.
type Step uint8

// The steps. Those of a Replace are in its order.
const (
	StepCreate Step = iota // the file beside
	StepFill               // its bytes
	StepFlush              // its sync
	StepRename
	StepFolder // the sync of the folder
	StepRemove
	StepWrite // in place
	StepSync  // of a file written in place
)

var stepNames = [...]string{"create", "fill", "flush", "rename", "folder", "remove", "write", "sync"}

// String returns the step's name.
func (s Step) String() string { return stepNames[s] }

// Call is one step: of which file, and what bytes of it.
type Call struct {
	Step     Step
	Name     string
	Off, Len int
}

// SetRefusal makes refuse see every call that changes the disk, in order: an error
// refuses it, as a disk does that goes on working. It is called with the folder
// locked and must not use it; nil: nothing is refused.
func (m *Mem) SetRefusal(refuse func(Call) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refusal = refuse
}

// SetRoom leaves free bytes on the disk, in pages of 4,096, besides what its files
// take now: what does not fit is refused with ENOSPC. Below 0: there is no end.
func (m *Mem) SetRoom(free int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bounded, m.capacity = free >= 0, m.taken()+free
}

// Names returns the names of all files, leftovers among them.
func (m *Mem) Names() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return sortedNames(m.files)
}

func (m *Mem) taken() (bytes int64) {
	for _, f := range m.files {
		bytes += pagesOf(f.size)
	}
	return bytes
}

func pagesOf(size int) int64 { return int64(size+pageSize-1) / pageSize * pageSize }

// refused asks for one step.
func (m *Mem) refused(step Step, name string, off, n int) error {
	if m.refusal != nil && !m.dead {
		if err := m.refusal(Call{step, name, off, n}); err != nil {
			return disk(err)
		}
	}
	return nil
}

// besideRefused asks for all steps of a replacement up to the renaming. What
// cannot be completed is taken away again, if the disk does that.
func (m *Mem) besideRefused(name string, data []byte) error {
	beside := Leftover(name)
	_, left := m.files[beside]
	if !left {
		if err := m.refused(StepCreate, name, 0, 0); err != nil {
			return err
		}
	}
	err := m.refused(StepFill, name, 0, len(data))
	if err == nil && !m.fits(beside, data) {
		err = disk(syscall.ENOSPC)
	}
	for _, step := range []Step{StepFlush, StepRename} {
		if err == nil {
			err = m.refused(step, name, 0, len(data))
		}
	}
	if err == nil {
		return nil
	}
	if m.refused(StepRemove, beside, 0, 0) == nil {
		delete(m.files, beside)
	} else if m.files[beside] == nil {
		m.files[beside] = newMemFile(nil, nil)
	}
	return err
}

// fits reports whether there is room for data beside, where a leftover may have
// room already.
func (m *Mem) fits(beside string, data []byte) bool {
	had := int64(0)
	if f := m.files[beside]; f != nil {
		had = pagesOf(f.size)
	}
	return !m.bounded || m.taken()-had+pagesOf(len(data)) <= m.capacity
}

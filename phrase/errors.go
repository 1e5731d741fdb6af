package phrase

import (
	"errors"
	"io/fs"
	"syscall"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/link"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// told are the errors of the rooms that have a sentence, and what a person can
// do about them. The first that an error is counts. What a command does about
// them besides, its exit code for instance, is the command's.
var told = []struct {
	is   error
	said func(Say) string
	hint func(Say) string // nil: there is nothing to do about it
}{
	{device.ErrOnlySaved, Say.ErrorsOnlySaved, Say.ErrorsOnlySavedHint},
	{device.ErrPagesGone, Say.ErrorsPagesGone, nil},
	{vault.ErrNoPassphrase, Say.ErrorsNoPassphrase, nil},
	{vault.ErrPassphrase, Say.ErrorsPassphrase, nil},
	{vault.ErrTaken, Say.ErrorsPassphraseTaken, Say.ErrorsPassphraseTakenHint},
	{vault.ErrFull, Say.ErrorsVaultFull, Say.ErrorsVaultFullHint},
	{vault.ErrNotVault, Say.ErrorsNotVault, Say.ErrorsNotVaultHint},
	{vault.ErrInUse, Say.ErrorsVaultInUse, Say.ErrorsVaultInUseHint},
	{device.ErrClockJump, Say.ErrorsClockJump, Say.ErrorsClockJumpHint},
	{device.ErrSmallVault, Say.ErrorsSmallVault, Say.ErrorsSmallVaultHint},
	{home.ErrNoDevice, Say.ErrorsNoDevice, Say.ErrorsNoDeviceHint},
	{home.ErrDevice, Say.ErrorsIsDevice, Say.ErrorsIsDeviceHint},
	{home.ErrNotebookInUse, Say.ErrorsNotebookInUse, Say.ErrorsNotebookInUseHint},
	{home.ErrNoPouch, Say.ErrorsNoPouch, Say.ErrorsNoPouchHint},
	{home.ErrProxy, Say.ErrorsProxy, Say.ErrorsProxyHint},
	{home.ErrPreload, Say.ErrorsPreload, Say.ErrorsPreloadHint},
	{device.ErrNewer, Say.ErrorsNewer, Say.ErrorsNewerHint},
	{durable.ErrLocked, Say.ErrorsLocked, Say.ErrorsLockedHint},
	{device.ErrNoTie, Say.ErrorsNoTie, Say.ErrorsNoTieHint},
	{device.ErrNotYet, Say.ErrorsNotYet, Say.ErrorsNotYetHint},
	{device.ErrNoRoom, Say.ErrorsNoRoom, Say.ErrorsNoRoomHint},
	{device.ErrBusy, Say.ErrorsBusy, Say.ErrorsBusyHint},
	{cell.ErrQuarantined, Say.ErrorsQuarantined, Say.ErrorsQuarantinedHint},
	{cell.ErrConfirmed, Say.ErrorsBeingCut, Say.ErrorsBeingCutHint},
	{cell.ErrNotConfirmed, Say.ErrorsNotConfirmed, Say.ErrorsNotConfirmedHint},
	{cell.ErrNotAsking, Say.ErrorsNotAsking, Say.ErrorsNotAskingHint},
	{cell.ErrProbation, Say.ErrorsProbation, Say.ErrorsProbationHint},
	{cell.ErrMorePairs, Say.ErrorsMorePairs, Say.ErrorsMorePairsHint},
	{cell.ErrTypo, Say.ErrorsTypo, Say.ErrorsTypoHint},
	{cell.ErrInvitationNewer, Say.ErrorsInvitationNewer, Say.ErrorsNewerProgramHint},
	{card.ErrNewer, Say.ErrorsCardNewer, Say.ErrorsNewerProgramHint},
	{cell.ErrInvitation, Say.ErrorsInvitation, Say.ErrorsInvitationHint},
	{cell.ErrNotVouched, Say.ErrorsNotVouched, Say.ErrorsNotVouchedHint},
	{cell.ErrJoining, Say.ErrorsJoining, Say.ErrorsNotYetHint},
	{home.ErrNoLockedPages, Say.ErrorsNoLockedPages, nil},
	{home.ErrNotebook, Say.ErrorsNotebook, nil},
	{home.ErrSettings, Say.ErrorsSettings, nil},
	{home.ErrCost, Say.ErrorsCost, nil},
	{home.ErrEarlier, Say.ErrorsEarlier, nil},
	{home.ErrLater, Say.ErrorsLater, nil},
	{notebook.ErrEmpty, Say.ErrorsPageEmpty, nil},
	{notebook.ErrTooLong, Say.ErrorsPageTooLong, nil},
	{notebook.ErrNotText, Say.ErrorsPageNotText, nil},
	{notebook.ErrTime, Say.ErrorsPageTime, nil},
	{notebook.ErrFull, Say.ErrorsNotebookFull, nil},
	{pouch.ErrFormat, Say.ErrorsPouch, Say.ErrorsPouchHint},
	{cell.ErrAliasEmpty, Say.ErrorsAliasEmpty, nil},
	{cell.ErrAliasLong, func(s Say) string { return s.ErrorsAliasLong(cell.MaxAliasBytes, cell.MaxAliasLetters) }, nil},
	{cell.ErrAliasSign, Say.ErrorsAliasSign, nil},
	{cell.ErrAliasEdge, Say.ErrorsAliasEdge, nil},
	{cell.ErrAliasTaken, Say.ErrorsAliasTaken, nil},
	{cell.ErrAlias, Say.ErrorsAlias, nil},
	{cell.ErrNotSuspected, Say.ErrorsNotSuspected, nil},
	{cell.ErrHaveLead, Say.ErrorsHaveLead, nil},
	{cell.ErrNoLead, Say.ErrorsNoLead, nil},
	{cell.ErrNoNote, Say.ErrorsNoNote, nil},
	{cell.ErrNoNotice, Say.ErrorsNoNotice, nil},
	{cell.ErrNoSlot, Say.ErrorsNoSlot, nil},
	{cell.ErrNotFounder, Say.ErrorsNotFounder, nil},
	{cell.ErrNotLed, Say.ErrorsNotLed, nil},
	{cell.ErrNotPartner, Say.ErrorsNotPartner, nil},
	{cell.ErrNotSecured, Say.ErrorsNotSecured, nil},
	{cell.ErrNoticeRounds, Say.ErrorsNoticeRounds, nil},
	{cell.ErrTooManyNotices, Say.ErrorsTooManyNotices, nil},
	{cell.ErrRelation, Say.ErrorsRelation, nil},
	{cell.ErrTooManyTies, Say.ErrorsTooManyTies, nil},
	{cell.ErrClocks, Say.ErrorsClocks, nil},
	{cell.ErrGroup, Say.ErrorsGroup, nil},
	{cell.ErrOtherCard, Say.ErrorsOtherCard, nil},
	{card.ErrSealed, Say.ErrorsSealed, nil},
	{card.ErrHash, Say.ErrorsCardHash, nil},
	{card.ErrByOne, Say.ErrorsByOne, Say.ErrorsByOneHint},
	{home.ErrNoFirst, Say.ErrorsNoFirst, nil},
	{cell.ErrCardOld, Say.ErrorsCardOld, nil},
	{cell.ErrCardUnsigned, Say.ErrorsCardUnsigned, nil},
	{cell.ErrChanging, Say.ErrorsChanging, nil},
	{cell.ErrNoProposal, Say.ErrorsNoProposal, nil},
	{cell.ErrOtherProposal, Say.ErrorsOtherProposal, nil},
	{cell.ErrProposalOld, Say.ErrorsProposalOld, nil},
	{cell.ErrProposedOften, Say.ErrorsProposedOften, nil},
	{cell.ErrProposalLate, Say.ErrorsProposalLate, nil},
	{cell.ErrNoCard, Say.ErrorsNoCard, nil},
	{cell.ErrOneAlready, Say.ErrorsOneAlready, nil},
	{cell.ErrNoDesk, Say.ErrorsNoDesk, Say.ErrorsNoDeskHint},
	{cell.ErrNoDeskRecord, Say.ErrorsNoDeskRecord, nil},
	{cell.ErrSentBefore, Say.ErrorsSentBefore, nil},
	{cell.ErrReport, Say.ErrorsNotAPacket, nil},
	{cell.ErrNoWayBack, Say.ErrorsNoWayBack, nil},
	{cell.ErrAtDesk, Say.ErrorsAtDesk, nil},
	{cell.ErrNotAtDesk, Say.ErrorsNotAtDesk, nil},
	{device.ErrFrozen, Say.ErrorsFrozen, nil},
	{device.ErrState, Say.ErrorsState, nil},
	{device.ErrStopped, Say.ErrorsStopped, nil},
	{home.ErrCallLost, Say.ErrorsCallLost, nil},
	{link.ErrOutboxFull, Say.ErrorsOutboxFull, nil},
	{vault.ErrDamaged, Say.ErrorsVaultDamaged, nil},
	{vault.ErrVersion, Say.ErrorsVaultVersion, nil},
}

// Error says an error, and what a person can do about it; "" if there is
// nothing. What has no sentence is told as the rooms tell it, in English.
func (s Say) Error(err error) (sentence, hint string) {
	if none := new(home.NoAnswer); errors.As(err, &none) {
		return s.CauseNoAnswer(s.Cause(none.Cause)), s.CauseAdvice(none.Cause)
	}
	if row := new(cell.RowError); errors.As(err, &row) {
		return s.ErrorsTypoRow(row.Row), s.ErrorsTypoHint()
	}
	if said := s.simFault(err); said != "" {
		return said, ""
	}
	if said := s.mediaRefusal(err); said != "" {
		return said, ""
	}
	if said, hint := s.fieldWrong(err); said != "" {
		return said, hint
	}
	if said, hint := s.unfit(err); said != "" {
		return said, hint
	}
	if errors.Is(err, device.ErrNotSaved) && !errors.Is(err, device.ErrOnlySaved) && !errors.Is(err, device.ErrPagesGone) {
		return s.ErrorsNotSaved(s.Disk(err)), "" // whatever else was refused beside it
	}
	for _, t := range told {
		if !errors.Is(err, t.is) {
			continue
		}
		if t.hint != nil {
			hint = t.hint(s)
		}
		return t.said(s), hint
	}
	if durable.OfDisk(err) {
		return s.Disk(err), ""
	}
	return s.System(err), ""
}

// System says what the system refused, or, in English, what else an error is.
func (s Say) System(err error) string {
	if said := s.refused(err); said != "" {
		return said
	}
	return s.ErrorsOther(err.Error())
}

// Disk says what an error of a disk is, and nothing of where.
func (s Say) Disk(err error) string {
	if said := s.refused(err); said != "" {
		return said
	}
	if no := syscall.Errno(0); errors.As(err, &no) {
		return s.ErrorsDiskFailsSo(int(no))
	}
	return s.ErrorsDiskFails()
}

// refused says what the system usually refuses; "" for what it seldom does.
func (s Say) refused(err error) string {
	switch {
	case durable.NoRoom(err):
		return s.ErrorsDiskFull()
	case errors.Is(err, fs.ErrNotExist):
		return s.ErrorsDiskNoFile()
	case errors.Is(err, fs.ErrExist):
		return s.ErrorsDiskFileThere()
	case errors.Is(err, fs.ErrPermission):
		return s.ErrorsDiskDenied()
	case durable.ReadOnly(err):
		return s.ErrorsDiskReadOnly()
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.ETXTBSY), errors.Is(err, syscall.EADDRINUSE):
		return s.ErrorsInUse()
	case errors.Is(err, syscall.EIO):
		return s.ErrorsDiskBroken()
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return s.ErrorsManyFiles()
	case errors.Is(err, syscall.ENOMEM), errors.Is(err, syscall.EAGAIN):
		return s.ErrorsNoMemory()
	case errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENOTDIR):
		return s.ErrorsFileOrFolder()
	case errors.Is(err, durable.ErrNotFile):
		return s.ErrorsDiskNotFile()
	}
	return ""
}

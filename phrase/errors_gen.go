// Code generated from catalogue/errors.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// ErrorsOnlySaved says: everything is saved, but the pouch could not be filled: what is new leaves afte…
func (s Say) ErrorsOnlySaved() string {
	return s.say("errors.only-saved")
}

// ErrorsOnlySavedHint says: nothing is lost. It leaves once the device was opened again without this error.…
func (s Say) ErrorsOnlySavedHint() string {
	return s.say("errors.only-saved-hint")
}

// ErrorsNoPassphrase says: the passphrase is empty
func (s Say) ErrorsNoPassphrase() string {
	return s.say("errors.no-passphrase")
}

// ErrorsPassphrase says: the passphrase is not text of at most 1,024 bytes
func (s Say) ErrorsPassphrase() string {
	return s.say("errors.passphrase")
}

// ErrorsPassphraseTaken says: the passphrase is already in use in this vault
func (s Say) ErrorsPassphraseTaken() string {
	return s.say("errors.passphrase-taken")
}

// ErrorsPassphraseTakenHint says: take another one
func (s Say) ErrorsPassphraseTakenHint() string {
	return s.say("errors.passphrase-taken-hint")
}

// ErrorsVaultFull says: there is more to keep than this vault holds
func (s Say) ErrorsVaultFull() string {
	return s.say("errors.vault-full")
}

// ErrorsVaultFullHint says: vault_bytes in settings.json must be 4194304 or more
func (s Say) ErrorsVaultFullHint() string {
	return s.say("errors.vault-full-hint")
}

// ErrorsNotVault says: the file is not a vault of this shape
func (s Say) ErrorsNotVault() string {
	return s.say("errors.not-vault")
}

// ErrorsNotVaultHint says: nothing was changed
func (s Say) ErrorsNotVaultHint() string {
	return s.say("errors.not-vault-hint")
}

// ErrorsVaultInUse says: the vault is open in another running program
func (s Say) ErrorsVaultInUse() string {
	return s.say("errors.vault-in-use")
}

// ErrorsVaultInUseHint says: end the other one first: 'bulkhead open', every --wait and 'bulkhead notebook o…
func (s Say) ErrorsVaultInUseHint() string {
	return s.say("errors.vault-in-use-hint")
}

// ErrorsClockJump says: the clock is far ahead of when the drop last took a box
func (s Say) ErrorsClockJump() string {
	return s.say("errors.clock-jump")
}

// ErrorsClockJumpHint says: look at this machine's clock. If it is wrong, set it first, or the links are lo…
func (s Say) ErrorsClockJumpHint() string {
	return s.say("errors.clock-jump-hint")
}

// ErrorsSmallVault says: this vault is too small to hold a decoy beside a pouch of so many slots
func (s Say) ErrorsSmallVault() string {
	return s.say("errors.small-vault")
}

// ErrorsSmallVaultHint says: the length is fixed when the device is made: 8 MiB (vault_bytes in settings.jso…
func (s Say) ErrorsSmallVaultHint() string {
	return s.say("errors.small-vault-hint")
}

// ErrorsLocked says: in use by another running program
func (s Say) ErrorsLocked() string {
	return s.say("errors.locked")
}

// ErrorsLockedHint says: another 'bulkhead run' does this already
func (s Say) ErrorsLockedHint() string {
	return s.say("errors.locked-hint")
}

// ErrorsNoTie says: no link of this device has that name
func (s Say) ErrorsNoTie() string {
	return s.say("errors.no-tie")
}

// ErrorsNoTieNamed says: no link of this device is called {{.Alias}}
func (s Say) ErrorsNoTieNamed(alias string) string {
	return s.say("errors.no-tie-named", s.text("Alias", alias))
}

// ErrorsNoTieHint says: 'bulkhead status' lists your links by alias
func (s Say) ErrorsNoTieHint() string {
	return s.say("errors.no-tie-hint")
}

// ErrorsNotYet says: the link is not secured yet
func (s Say) ErrorsNotYet() string {
	return s.say("errors.not-yet")
}

// ErrorsNotYetHint says: both devices need 'bulkhead run' and a few rounds; 'bulkhead status' shows how …
func (s Say) ErrorsNotYetHint() string {
	return s.say("errors.not-yet-hint")
}

// ErrorsNoRoom says: no room left: delete messages, or wait until some are received by the other side
func (s Say) ErrorsNoRoom() string {
	return s.say("errors.no-room")
}

// ErrorsNoRoomHint says: 'bulkhead delete NUMBER' makes room
func (s Say) ErrorsNoRoomHint() string {
	return s.say("errors.no-room-hint")
}

// ErrorsBusy says: the rounds are too short for this device: the pouch moved on during every attem…
func (s Say) ErrorsBusy() string {
	return s.say("errors.busy")
}

// ErrorsBusyHint says: everything is saved; try again
func (s Say) ErrorsBusyHint() string {
	return s.say("errors.busy-hint")
}

// ErrorsQuarantined says: this link is in quarantine: whoever holds its other end may not be its owner
func (s Say) ErrorsQuarantined() string {
	return s.say("errors.quarantined")
}

// ErrorsQuarantinedHint says: if you mean it all the same, --anyway; 'bulkhead status' says what was heard
func (s Say) ErrorsQuarantinedHint() string {
	return s.say("errors.quarantined-hint")
}

// ErrorsBeingCut says: confirmed as taken: this link is being cut
func (s Say) ErrorsBeingCut() string {
	return s.say("errors.being-cut")
}

// ErrorsBeingCutHint says: nothing goes there any more. If it was a mistake, 'bulkhead drill --take-back A…
func (s Say) ErrorsBeingCutHint() string {
	return s.say("errors.being-cut-hint")
}

// ErrorsNotAsking says: nobody asks to be taken in over this lifeline
func (s Say) ErrorsNotAsking() string {
	return s.say("errors.not-asking")
}

// ErrorsNotAskingHint says: 'bulkhead lifelines' shows who asks
func (s Say) ErrorsNotAskingHint() string {
	return s.say("errors.not-asking-hint")
}

// ErrorsProbation says: this link was made after a lead was lost: for some days it carries texts and no…
func (s Say) ErrorsProbation() string {
	return s.say("errors.probation")
}

// ErrorsProbationHint says: 'bulkhead status' says until when
func (s Say) ErrorsProbationHint() string {
	return s.say("errors.probation-hint")
}

// ErrorsMorePairs says: leading more than one pair makes a confession worse: 7 people instead of 5; it …
func (s Say) ErrorsMorePairs() string {
	return s.say("errors.more-pairs")
}

// ErrorsMorePairsHint says: if you want it all the same, invite with --more
func (s Say) ErrorsMorePairsHint() string {
	return s.say("errors.more-pairs-hint")
}

// ErrorsTypo says: the invitation was mistyped or is incomplete
func (s Say) ErrorsTypo() string {
	return s.say("errors.typo")
}

// ErrorsTypoRow says: row {{.Number}} of the invitation was mistyped
func (s Say) ErrorsTypoRow(number int) string {
	return s.say("errors.typo-row", s.number("Number", number))
}

// ErrorsTypoHint says: read it again, or have it shown again; case and spaces do not matter
func (s Say) ErrorsTypoHint() string {
	return s.say("errors.typo-hint")
}

// ErrorsInvitation says: not an invitation
func (s Say) ErrorsInvitation() string {
	return s.say("errors.invitation")
}

// ErrorsInvitationHint says: it is the text that 'bulkhead invite' shows
func (s Say) ErrorsInvitationHint() string {
	return s.say("errors.invitation-hint")
}

// ErrorsNotVouched says: the first founder has not vouched for this device's key yet
func (s Say) ErrorsNotVouched() string {
	return s.say("errors.not-vouched")
}

// ErrorsNotVouchedHint says: it comes by itself, some rounds after joining
func (s Say) ErrorsNotVouchedHint() string {
	return s.say("errors.not-vouched-hint")
}

// ErrorsJoining says: not joined yet: the inviter's welcome is not here
func (s Say) ErrorsJoining() string {
	return s.say("errors.joining")
}

// ErrorsPouch says: not a sound pouch
func (s Say) ErrorsPouch() string {
	return s.say("errors.pouch")
}

// ErrorsPouchHint says: open the device once, for instance with 'bulkhead status': the pouch is then ma…
func (s Say) ErrorsPouchHint() string {
	return s.say("errors.pouch-hint")
}

// ErrorsNoDevice says: there is no device in this folder
func (s Say) ErrorsNoDevice() string {
	return s.say("errors.no-device")
}

// ErrorsNoDeviceHint says: 'bulkhead init' founds a group, 'bulkhead join' joins one; --dir names another …
func (s Say) ErrorsNoDeviceHint() string {
	return s.say("errors.no-device-hint")
}

// ErrorsIsDevice says: there is a device in this folder already
func (s Say) ErrorsIsDevice() string {
	return s.say("errors.is-device")
}

// ErrorsIsDeviceHint says: one device belongs to one group, and nothing is overwritten; for another one gi…
func (s Say) ErrorsIsDeviceHint() string {
	return s.say("errors.is-device-hint")
}

// ErrorsNotebookInUse says: another program is writing into the notebook
func (s Say) ErrorsNotebookInUse() string {
	return s.say("errors.notebook-in-use")
}

// ErrorsNotebookInUseHint says: try again
func (s Say) ErrorsNotebookInUseHint() string {
	return s.say("errors.notebook-in-use-hint")
}

// ErrorsNoPouch says: there is no pouch to run
func (s Say) ErrorsNoPouch() string {
	return s.say("errors.no-pouch")
}

// ErrorsNoPouchHint says: open the device once, for instance with 'bulkhead status'
func (s Say) ErrorsNoPouchHint() string {
	return s.say("errors.no-pouch-hint")
}

// ErrorsProxy says: the environment names a proxy that this program cannot use, so nothing was sent
func (s Say) ErrorsProxy() string {
	return s.say("errors.proxy")
}

// ErrorsProxyHint says: HTTPS_PROXY or ALL_PROXY must be socks5://HOST:PORT, socks5h://HOST:PORT or htt…
func (s Say) ErrorsProxyHint() string {
	return s.say("errors.proxy-hint")
}

// ErrorsPreload says: torsocks, or a library of its kind, is loaded and has no effect on this program…
func (s Say) ErrorsPreload() string {
	return s.say("errors.preload")
}

// ErrorsPreloadHint says: start it without torsocks and with ALL_PROXY=socks5h://127.0.0.1:9050, where To…
func (s Say) ErrorsPreloadHint() string {
	return s.say("errors.preload-hint")
}

// ErrorsNewer says: a newer version of the program has written what this vault holds
func (s Say) ErrorsNewer() string {
	return s.say("errors.newer")
}

// ErrorsNewerHint says: use that version; this one has changed nothing in it
func (s Say) ErrorsNewerHint() string {
	return s.say("errors.newer-hint")
}

// ErrorsOf says: {{.Command}}: {{.What}}
func (s Say) ErrorsOf(command string, what string) string {
	return s.say("errors.of", s.typed("Command", command), s.said("What", what))
}

// ErrorsNoLockedPages says: there are no locked pages here
func (s Say) ErrorsNoLockedPages() string {
	return s.say("errors.no-locked-pages")
}

// ErrorsNotebook says: the file "notebook" in this folder is no notebook; it is left as it is
func (s Say) ErrorsNotebook() string {
	return s.say("errors.notebook")
}

// ErrorsPageEmpty says: the page is empty
func (s Say) ErrorsPageEmpty() string {
	return s.say("errors.page-empty")
}

// ErrorsPageTooLong says: the page is longer than 16 KiB
func (s Say) ErrorsPageTooLong() string {
	return s.say("errors.page-too-long")
}

// ErrorsPageNotText says: the page is not plain text
func (s Say) ErrorsPageNotText() string {
	return s.say("errors.page-not-text")
}

// ErrorsPageTime says: the clock shows an impossible year
func (s Say) ErrorsPageTime() string {
	return s.say("errors.page-time")
}

// ErrorsNotebookFull says: the notebook is full
func (s Say) ErrorsNotebookFull() string {
	return s.say("errors.notebook-full")
}

// ErrorsNoTerminal says: there is no terminal to ask on
func (s Say) ErrorsNoTerminal() string {
	return s.say("errors.no-terminal")
}

// ErrorsInterrupted says: interrupted; nothing was done
func (s Say) ErrorsInterrupted() string {
	return s.say("errors.interrupted")
}

// ErrorsSettings says: settings.json must be one object with vault_format, vault_bytes (whole MiB), ar…
func (s Say) ErrorsSettings() string {
	return s.say("errors.settings")
}

// ErrorsCost says: settings.json asks for more than one attempt with a passphrase may cost, or for…
func (s Say) ErrorsCost() string {
	return s.say("errors.cost")
}

// ErrorsEarlier says: this folder was made by an earlier version of this program; nothing was changed
func (s Say) ErrorsEarlier() string {
	return s.say("errors.earlier")
}

// ErrorsLater says: this folder was made by a later version of this program; nothing was changed
func (s Say) ErrorsLater() string {
	return s.say("errors.later")
}

// ErrorsNotConfirmed says: this link is not about to be cut: there is no drill to take back
func (s Say) ErrorsNotConfirmed() string {
	return s.say("errors.not-confirmed")
}

// ErrorsNotConfirmedHint says: 'bulkhead suspect --take-back ALIAS' takes a word back. A link that is cut stay…
func (s Say) ErrorsNotConfirmedHint() string {
	return s.say("errors.not-confirmed-hint")
}

// ErrorsLongLine says: a line is longer than {{.Number}} bytes
func (s Say) ErrorsLongLine(number int) string {
	return s.say("errors.long-line", s.number("Number", number))
}

// ErrorsUtf16 says: this is UTF-16, not UTF-8: it is not taken
func (s Say) ErrorsUtf16() string {
	return s.say("errors.utf16")
}

// ErrorsUtf16Hint says: save it as UTF-8, and give it again
func (s Say) ErrorsUtf16Hint() string {
	return s.say("errors.utf16-hint")
}

// ErrorsAliasEmpty says: this cannot be an alias: it is empty
func (s Say) ErrorsAliasEmpty() string {
	return s.say("errors.alias-empty")
}

// ErrorsAliasLong says: this cannot be an alias: it has more than {{.Number}} characters, or more than …
func (s Say) ErrorsAliasLong(most int, number int) string {
	return s.say("errors.alias-long", s.number("Most", most), s.number("Number", number))
}

// ErrorsAliasSign says: this cannot be an alias: it has a character that is not shown, or is not UTF-8
func (s Say) ErrorsAliasSign() string {
	return s.say("errors.alias-sign")
}

// ErrorsAliasEdge says: this cannot be an alias: it begins or ends with a space or a joiner
func (s Say) ErrorsAliasEdge() string {
	return s.say("errors.alias-edge")
}

// ErrorsAliasTaken says: this cannot be an alias: somebody on this device has it already
func (s Say) ErrorsAliasTaken() string {
	return s.say("errors.alias-taken")
}

// ErrorsAlias says: this cannot be an alias
func (s Say) ErrorsAlias() string {
	return s.say("errors.alias")
}

// ErrorsNotSuspected says: there is no word of yours to take back
func (s Say) ErrorsNotSuspected() string {
	return s.say("errors.not-suspected")
}

// ErrorsHaveLead says: there is a lead, or the other founder: only who has lost them can take up a new…
func (s Say) ErrorsHaveLead() string {
	return s.say("errors.have-lead")
}

// ErrorsNoLead says: there is no lead to send it to
func (s Say) ErrorsNoLead() string {
	return s.say("errors.no-lead")
}

// ErrorsNoNote says: no such note, or too long ago
func (s Say) ErrorsNoNote() string {
	return s.say("errors.no-note")
}

// ErrorsNoNotice says: no such notice by the other founder, or past its time, or revoked already
func (s Say) ErrorsNoNotice() string {
	return s.say("errors.no-notice")
}

// ErrorsNoSlot says: no slot is free for another link
func (s Say) ErrorsNoSlot() string {
	return s.say("errors.no-slot")
}

// ErrorsNotFounder says: only a founder can do this
func (s Say) ErrorsNotFounder() string {
	return s.say("errors.not-founder")
}

// ErrorsNotLed says: only two whom one leads, secured and not introduced yet, can be introduced
func (s Say) ErrorsNotLed() string {
	return s.say("errors.not-led")
}

// ErrorsNotPartner says: only the first founder invites a partner, once; all others are introduced by th…
func (s Say) ErrorsNotPartner() string {
	return s.say("errors.not-partner")
}

// ErrorsNotSecured says: the link is not secured yet
func (s Say) ErrorsNotSecured() string {
	return s.say("errors.not-secured")
}

// ErrorsNoticeRounds says: a notice lives 1 to 35,040 rounds
func (s Say) ErrorsNoticeRounds() string {
	return s.say("errors.notice-rounds")
}

// ErrorsTooManyNotices says: a founder issues at most 32 notices, of 8 KiB together, in 7 days: devices keep…
func (s Say) ErrorsTooManyNotices() string {
	return s.say("errors.too-many-notices")
}

// ErrorsRelation says: a person invites somebody to lead, or the second founder
func (s Say) ErrorsRelation() string {
	return s.say("errors.relation")
}

// ErrorsTooManyTies says: this device has made too many links; start it anew
func (s Say) ErrorsTooManyTies() string {
	return s.say("errors.too-many-ties")
}

// ErrorsClocks says: this invitation is of another time: one of the two clocks is wrong, or it is ve…
func (s Say) ErrorsClocks() string {
	return s.say("errors.clocks")
}

// ErrorsGroup says: no group can have these settings
func (s Say) ErrorsGroup() string {
	return s.say("errors.group")
}

// ErrorsOtherCard says: this is not the card that the invitation names
func (s Say) ErrorsOtherCard() string {
	return s.say("errors.other-card")
}

// ErrorsSealed says: this file is not the card that was named
func (s Say) ErrorsSealed() string {
	return s.say("errors.sealed")
}

// ErrorsCardNewer says: this card was made by a newer version of the program
func (s Say) ErrorsCardNewer() string {
	return s.say("errors.card-newer")
}

// ErrorsInvitationNewer says: this invitation was made by a newer version of the program
func (s Say) ErrorsInvitationNewer() string {
	return s.say("errors.invitation-newer")
}

// ErrorsNewerProgramHint says: get the newer program first; nothing was changed
func (s Say) ErrorsNewerProgramHint() string {
	return s.say("errors.newer-program-hint")
}

// ErrorsNoFirst says: the invitation names no host that has the card
func (s Say) ErrorsNoFirst() string {
	return s.say("errors.no-first")
}

// ErrorsCardHash says: a card's name has 26 letters and digits
func (s Say) ErrorsCardHash() string {
	return s.say("errors.card-hash")
}

// ErrorsCardOld says: this card is not newer than what is in force here
func (s Say) ErrorsCardOld() string {
	return s.say("errors.card-old")
}

// ErrorsCardUnsigned says: this card is not signed by both founders of this group
func (s Say) ErrorsCardUnsigned() string {
	return s.say("errors.card-unsigned")
}

// ErrorsChanging says: a change of places is under way: wait until it is over
func (s Say) ErrorsChanging() string {
	return s.say("errors.changing")
}

// ErrorsNoProposal says: the other founder has proposed nothing that waits for your signature
func (s Say) ErrorsNoProposal() string {
	return s.say("errors.no-proposal")
}

// ErrorsOtherProposal says: nothing is proposed that has this code: look at what is proposed now, with 'bul…
func (s Say) ErrorsOtherProposal() string {
	return s.say("errors.other-proposal")
}

// ErrorsProposalOld says: what is proposed was made from other places than those in force here: propose i…
func (s Say) ErrorsProposalOld() string {
	return s.say("errors.proposal-old")
}

// ErrorsProposedOften says: a card was proposed here a moment ago: propose another in the next round
func (s Say) ErrorsProposedOften() string {
	return s.say("errors.proposed-often")
}

// ErrorsProposalLate says: what is proposed begins too soon for everybody to hear of it: propose it anew
func (s Say) ErrorsProposalLate() string {
	return s.say("errors.proposal-late")
}

// ErrorsNoCard says: that is taken back already
func (s Say) ErrorsNoCard() string {
	return s.say("errors.no-card")
}

// ErrorsOneAlready says: one founder signs one card alone; the next one needs both signatures
func (s Say) ErrorsOneAlready() string {
	return s.say("errors.one-already")
}

// ErrorsByOne says: one founder alone adds one place, takes one away or replaces one; half of the b…
func (s Say) ErrorsByOne() string {
	return s.say("errors.by-one")
}

// ErrorsByOneHint says: leave out --alone: then the other founder is asked to sign
func (s Say) ErrorsByOneHint() string {
	return s.say("errors.by-one-hint")
}

// ErrorsFrozen says: the link is frozen: meet, sever it and make a new one
func (s Say) ErrorsFrozen() string {
	return s.say("errors.frozen")
}

// ErrorsState says: the vault's contents are not readable by this version of the program
func (s Say) ErrorsState() string {
	return s.say("errors.state")
}

// ErrorsStopped says: the device is closed
func (s Say) ErrorsStopped() string {
	return s.say("errors.stopped")
}

// ErrorsAddress says: not a drop's address: https://host:port/prefix#sha256=pin
func (s Say) ErrorsAddress() string {
	return s.say("errors.address")
}

// ErrorsCallLost says: the open session ended before it had answered
func (s Say) ErrorsCallLost() string {
	return s.say("errors.call-lost")
}

// ErrorsOutboxFull says: too much is waiting to be confirmed
func (s Say) ErrorsOutboxFull() string {
	return s.say("errors.outbox-full")
}

// ErrorsVaultDamaged says: the vault is damaged
func (s Say) ErrorsVaultDamaged() string {
	return s.say("errors.vault-damaged")
}

// ErrorsVaultVersion says: the vault was written by another version of the program
func (s Say) ErrorsVaultVersion() string {
	return s.say("errors.vault-version")
}

// ErrorsDiskFull says: there is no room on this disk
func (s Say) ErrorsDiskFull() string {
	return s.say("errors.disk-full")
}

// ErrorsDiskNoFile says: there is no such file
func (s Say) ErrorsDiskNoFile() string {
	return s.say("errors.disk-no-file")
}

// ErrorsDiskFileThere says: there is a file of this name already
func (s Say) ErrorsDiskFileThere() string {
	return s.say("errors.disk-file-there")
}

// ErrorsDiskReadOnly says: this disk cannot be written to
func (s Say) ErrorsDiskReadOnly() string {
	return s.say("errors.disk-read-only")
}

// ErrorsDiskDenied says: this user may not do that there: it is somebody else's, or closed to programs
func (s Say) ErrorsDiskDenied() string {
	return s.say("errors.disk-denied")
}

// ErrorsDiskBroken says: the disk cannot read or write it: the disk itself is failing
func (s Say) ErrorsDiskBroken() string {
	return s.say("errors.disk-broken")
}

// ErrorsInUse says: another program is using it
func (s Say) ErrorsInUse() string {
	return s.say("errors.in-use")
}

// ErrorsFileOrFolder says: there is a folder where a file belongs, or a file where a folder belongs
func (s Say) ErrorsFileOrFolder() string {
	return s.say("errors.file-or-folder")
}

// ErrorsManyFiles says: too many files are open on this machine
func (s Say) ErrorsManyFiles() string {
	return s.say("errors.many-files")
}

// ErrorsNoMemory says: this machine has no memory left, or runs too many programs
func (s Say) ErrorsNoMemory() string {
	return s.say("errors.no-memory")
}

// ErrorsDiskNotFile says: something that is no plain file stands in its place
func (s Say) ErrorsDiskNotFile() string {
	return s.say("errors.disk-not-file")
}

// ErrorsDiskFails says: this disk fails
func (s Say) ErrorsDiskFails() string {
	return s.say("errors.disk-fails")
}

// ErrorsDiskFailsSo says: this disk fails (the system's error {{.Number}})
func (s Say) ErrorsDiskFailsSo(number int) string {
	return s.say("errors.disk-fails-so", s.number("Number", number))
}

// ErrorsNotSaved says: not saved: {{.What}}
func (s Say) ErrorsNotSaved(what string) string {
	return s.say("errors.not-saved", s.said("What", what))
}

// ErrorsPagesGone says: not saved: the place of these pages is gone
func (s Say) ErrorsPagesGone() string {
	return s.say("errors.pages-gone")
}

// ErrorsOther says: {{.Cause}}
func (s Say) ErrorsOther(cause string) string {
	return s.say("errors.other", s.text("Cause", cause))
}

// ErrorsNoDesk says: no desk of this name takes reports now
func (s Say) ErrorsNoDesk() string {
	return s.say("errors.no-desk")
}

// ErrorsNoDeskHint says: 'bulkhead desks' lists those that this device knows
func (s Say) ErrorsNoDeskHint() string {
	return s.say("errors.no-desk-hint")
}

// ErrorsSentBefore says: this very packet was sent before
func (s Say) ErrorsSentBefore() string {
	return s.say("errors.sent-before")
}

// ErrorsNoWayBack says: the way of this report is over, or was never here
func (s Say) ErrorsNoWayBack() string {
	return s.say("errors.no-way-back")
}

// ErrorsAtDesk says: this is a desk's device: it has liaisons alone
func (s Say) ErrorsAtDesk() string {
	return s.say("errors.at-desk")
}

// ErrorsNotAtDesk says: only a desk's device can do this
func (s Say) ErrorsNotAtDesk() string {
	return s.say("errors.not-at-desk")
}

// ErrorsNoDeskRecord says: no such desk is known here, or it was taken back before
func (s Say) ErrorsNoDeskRecord() string {
	return s.say("errors.no-desk-record")
}

// ErrorsNotAPacket says: this is not a packet to a desk, or back
func (s Say) ErrorsNotAPacket() string {
	return s.say("errors.not-a-packet")
}

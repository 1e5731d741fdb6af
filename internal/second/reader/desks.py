"""docs/protocol/desk.md: a desk's record, letters and packets to it, replies."""

import base64
import unicodedata

import kem
from prim import ed25519_verify, hkdf, need, opens, sha256
from read import Reader, data, lines, number, same
from reports import plain, read_report


def label(text, *parts):
    return b"bulkhead/report/1 " + text + b"\0" + b"".join(parts)


IGNORED = ((0x34f, 0x34f), (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180b, 0x180f), (0x2065, 0x2065),
           (0x3164, 0x3164), (0xfe00, 0xfe0f), (0xffa0, 0xffa0), (0xfff0, 0xfff8),
           (0xe0000, 0xe0fff))


def seen(name):
    need(name == " ".join(name.split()), "blanks in a name")
    for c in name:
        hidden = unicodedata.category(c) in ("Cf", "Zs", "Zl", "Zp") and c != " "
        hidden |= any(a <= ord(c) <= b for a, b in IGNORED)
        need(not hidden, "a character of a name that nobody sees")


class Record:
    def __init__(self, b):
        at = Reader(b, "record")
        need(at.num(1) == 1, "a record of another version")
        self.group = at.take(16)
        issued, begins, expires = at.num(4), at.num(4), at.num(4)
        need(issued <= begins <= expires and 1 <= expires - issued <= 35040, "rounds out of order")
        self.public = at.take(1216)
        name = at.long(1)
        at.end()
        need(1 <= len(name) <= 40, "a name of another length")
        plain(name, True)
        seen(name.decode())
        for k in range(768):
            pair = int.from_bytes(self.public[k // 2 * 3:k // 2 * 3 + 3], "little")
            need((pair >> 12 * (k % 2) & 0xfff) < 3329, "a public key that is none")
        self.digest = sha256(label(b"desk", b))

    def fingerprint(self):
        return base64.b32encode(self.digest).decode()[:16]

    def check_signed(self, founders, by, head):
        at = Reader(head, "signatures")
        need(at.num(1) == by and 1 <= by <= 3, "another number of signatures")
        for i in (0, 1):
            one = at.take(64)
            message = label(b"desk signed", self.digest)
            need(ed25519_verify(founders[i], message, one) if by >> i & 1 else not any(one),
                 "a signature that is none")
        at.end()

    def check_revoked(self, founders, by, b):
        need(len(b) == 113 and b[:49] == self.group + self.digest + bytes([by]), "a revocation")
        need(ed25519_verify(founders[by], label(b"desk revoked", b[:49]), b[49:]), "a revocation")


def read_letter(b):
    """As the vectors write it, with its id."""
    need(len(b) in (2690, 10394), "a letter of another length")
    at = Reader(b, "letter")
    what, key, body = at.num(1), at.take(32), at.long(2)
    at.zeros(len(b) - at.at)
    need(35 + len(body) > 2690 or len(b) == 2690, "a longer letter than it needs")
    need(what in (1, 2, 3), "a letter of another kind")
    if what == 1:
        read_report(body)
        return "report %s %s" % (key.hex(), body.hex()), key, body[1:17]
    at = Reader(body, "body")
    need(at.num(1) == 1, "another version")
    id_, revision = at.take(16), at.num(2)
    need(any(id_) and revision, "no id or no revision")
    head = "%s %s %d" % (key.hex(), id_.hex(), revision)
    if what == 2:
        why = at.num(1)
        at.end()
        need(1 <= why <= 3, "no reason")
        return "withdrawal %s %d" % (head, why), key, id_
    answers, text = at.num(2), at.long(2)
    at.end()
    need(answers and 1 <= len(text) <= 10000, "an answer of nothing")
    plain(text, False)
    return "answer %s %d %s" % (head, answers, text.hex()), key, id_


def open_packet(seed, record, packet):
    need(len(packet) in (3836, 11540) and packet[:2] == b"\x18\x01", "no packet")
    need(packet[2:10] == record.digest[:8], "a packet to another desk")
    plain_, public = kem.hpke_open(seed, packet[10:1130], label(b"to desk", record.digest),
                                   packet[1130:], packet[:10])
    need(public == record.public and plain_ is not None, "a packet that does not open")
    return read_letter(plain_)


def open_reply(key, id_, way, packet):
    need(len(packet) == 1268 and packet[:2] == b"\x19\x01" and packet[2:18] == way, "no reply")
    keep = packet[18]
    sealed = opens(hkdf(key, b"", label(b"reply", id_)), packet[19:43], packet[43:], packet[:19])
    need(sealed is not None and keep <= 28, "a reply that does not open")
    at = Reader(sealed, "reply")
    n, what, about, text = at.num(2), at.num(1), at.num(2), at.long(2)
    at.zeros(1209 - at.at)
    need(n and about and 1 <= what <= 5 and (keep == 0) == (what == 5), "a reply out of bounds")
    need(len(text) <= 1202 and not (what < 3 and text) and (text or what not in (3, 4)), "its text")
    plain(text, False)
    return "%d %d %d %d %s" % (n, what, about, keep, text.hex())


def check(text):
    all_lines, seen = lines(text), set()
    for line in all_lines:
        kind, _, rest = line.partition(" ")
        v = rest.split(" ")
        seen.add(kind)
        if kind == "founders":
            founders = data(v[0]), data(v[1])
        elif kind == "seed":
            seed = data(v[0])
        elif kind == "record":
            record = Record(data(v[0]))
        elif kind == "digest":
            same(record.digest, v[0], kind)
        elif kind == "fingerprint":
            same(record.fingerprint(), v[0], kind)
        elif kind == "signed":
            record.check_signed(founders, number(v[0]), data(v[1]))
        elif kind == "revoked":
            record.check_revoked(founders, number(v[0]), data(v[1]))
        elif kind == "packet":
            packet = data(v[0])
        elif kind == "way":
            way = sha256(label(b"way", packet))[:16]
            same(way, v[0], kind)
        elif kind == "letter":
            letter, key, id_ = open_packet(seed, record, packet)
            same(letter, rest, kind)
        elif kind == "reply":
            says = open_reply(key, id_, way, data(v[0]))
        elif kind == "says":
            same(says, rest, kind)
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(seen) == 12, "a kind of line is missing")
    return len(all_lines)

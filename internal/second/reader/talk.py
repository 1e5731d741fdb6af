"""A talk of two ends, as whoever has the shown secret and the makers' private keys hears it:
docs/protocol/link.md, sections 2 to 6 and "By hand", and parcel.md."""

from kem import xwing_decapsulate
from links import (Hand, Stream, box_id, content, fields, hand_epochs, ids, open_box, open_hand,
                   parse_cells, parse_header, root0, step, words, x)
from parcels import Parcels, parse_receipts
from prim import Refused, need, sha256, shake
from read import data, lines, number, same

CONTEXT, BASE, PL, H = b"context", 1000, 16, 3
G = -(-H // 4)


class Epoch:
    def __init__(self, e, root, base):
        self.e, self.root, self.base = e, root, base
        self.content = [content(root, d, base) for d in (0, 1)]
        self.ids = [ids(root, d, base, e, PL) for d in (0, 1)]
        self.s = x(root, "step")


class Talk:
    def __init__(self):
        self.t = sha256(CONTEXT)
        self.epochs = [Epoch(0, root0(shake("secret", 32), CONTEXT), BASE)]
        self.turns = [{0: BASE - PL}, {0: BASE - PL}]
        self.seeds, self.pk, self.ct = {}, {}, {}
        self.streams, self.parcels = (Stream(), Stream()), (Parcels(), Parcels())
        self.tags, self.headers, self.chunks, self.receipts = [{}, {}], [], [], []
        self.opened, self.kinds, self.states, self.held = [], set(), set(), 0

    def box(self, d, r, id_, b):
        found = [e for e in self.epochs if self.is_id(e, d, r, id_)]
        need(len(found) == 1, "an id of no epoch, or of two")
        for e in reversed(self.epochs):
            try:
                header, body = open_box(e.content[d].key(r), id_, r, d, b)
            except Refused:
                continue
            h = parse_header(header)
            need(h["epoch"] == e.e, "a header that names another epoch")
            need(h["sealed"] < r, "a box sealed after its round")
            same(self.turns[d].setdefault(e.e, h["turn"]), h["turn"] if e.e else BASE - PL, "turn")
            need(e.e or h["turn"] == 0, "a turn of epoch 0")
            self.opened.append((d, r, e.e, found[0].e))
            self.take(d, h, body, e.e)
            return h
        raise Refused("a box that opens under no epoch")

    def is_id(self, e, d, r, id_):
        begins = e.base + (PL if e.e else 0)
        return r >= begins and box_id(e.ids[d].key(r)) == id_

    def take(self, d, h, body, e):
        same(self.tags[d].setdefault(h["gen"], h["tag"]), h["tag"], "a sealing's tag")
        self.headers.append((d, h))
        for kind, marks, num, eight, payload in parse_cells(body):
            self.kinds.add(kind)
            need(kind in (0, 2, 3) or e > 0, "an application cell in epoch 0")
            if kind == 1:
                self.streams[d].take(marks, num, eight, payload)
            elif kind == 2:
                need(len(payload) == 1220, "a PK of another length")
                need(d == (0 if num % 2 else 1), "a PK by the other end")
                same(self.pk.setdefault(num, payload), payload, "a second PK of one step")
            elif kind == 3:
                need(d == (1 if num % 2 else 0), "a CT by the other end")
                same(self.ct.setdefault(num, payload), payload, "a second CT of one step")
                self.climb(num)
            elif kind == 4:
                self.chunks.append((d, num, eight, payload))
            elif kind == 5:
                self.receipts.append((d, parse_receipts(payload)))

    def climb(self, e):
        if e < len(self.epochs):
            return
        need(e == len(self.epochs), "a step that skips one")
        pk, ct = self.pk[e], self.ct[e]
        need(len(ct) == 1152 and ct[:32] == sha256(pk), "a CT for another PK")
        ss, public = xwing_decapsulate(self.seeds[e], ct[32:])
        same(public, pk[4:], "the public key of a step")
        self.t, root = step(self.epochs[-1].s, ss, self.t, e, pk, ct)
        base = int.from_bytes(pk[:4], "big")
        need(e < 2 or base >= self.epochs[-1].base + 8, "a step too soon")
        self.epochs.append(Epoch(e, root, base))

    def hand(self, d, e, block, bundle, i, b):
        held = hand_epochs([x.base for x in self.epochs], G, PL)
        need(e in held, "no hand epoch")
        first = 0
        for k in held[:held.index(e) + 1]:
            first = max(first, self.epochs[k].base // PL)
        header, body = open_hand(Hand(self.epochs[e].root, d, first), d, block, b)
        h = parse_header(header, by_hand=True)
        same([h["epoch"], h["block"], h["bundle"], h["box"]], [e, block, bundle, i], "a box by hand")
        self.take(d, h, body, e)

    def finish(self):
        """What the whole talk must hold to."""
        for d, r, e, of_id in self.opened:
            turns = self.turns[d]
            same(e, max(k for k in turns if turns[k] <= r), "the content's epoch of a round")
            same(of_id, max(k for k in turns if turns[k] + PL <= r), "the ids' epoch of a round")
        out, marks = ([], []), ({0: bytes(16)}, {0: bytes(16)})
        for d in (0, 1):
            stream = self.streams[d]
            for is_manifest, message, after, m in stream.delivery():
                marks[d][after] = m
                if is_manifest:
                    self.parcels[d].announce(message)
                else:
                    out[d].append(message)
        for d, num, eight, payload in self.chunks:
            self.parcels[d].chunk(num, eight, payload)
        for d, h in self.headers:
            if h["echo"]:
                known = self.tags[1 - d].get(h["echo"], h["echo-tag"])
                same(h["echo-tag"], known, "an echo's tag")
            if h["next"] in marks[1 - d]:
                same(marks[1 - d][h["next"]][:8], h["chain"], "the chain value at next")
        for d, entries in self.receipts:
            for entry in entries:
                self.states.add(entry[1])
                need(entry[0] in self.parcels[1 - d].announced, "a receipt of no parcel")
        return out


def check(text):
    talk, all_lines, h, done = Talk(), lines(text), None, None
    for line in all_lines:
        kind, *v = line.split(" ")
        if kind == "seed":
            talk.seeds[number(v[0])] = data(v[1])
        elif kind == "box":
            v = fields(line, "box {d} round {r} id {id} is {box}")
            d, r = {"d0": 0, "d1": 1}[v["d"]], number(v["r"])
            h = talk.box(d, r, data(v["id"]), data(v["box"]))
        elif kind == "says":
            v = fields(line[:line.index(" next ")],
                       "says sealed {s} passphrase {p} presence {x} serial {n} reads {v}")
            held = int.from_bytes(data(h["bitmap"]), "little")
            has = [h["next"] + 1 + k for k in range(128) if held >> k & 1]
            talk.held += len(has)
            same(("next %d held " % h["next"] + " ".join(map(str, has))).strip(),
                 line[line.index(" next ") + 1:], "receipts")
            got = h["sealed"], h["passphrase"], h["serial"], h["reads"]
            same(got, tuple(number(v[k]) for k in "spnv"), "what a header says")
            same(h["ran"].to_bytes(2, "big") + h["ran-map"].to_bytes(6, "big"), v["x"], "presence")
        elif kind == "hand":
            v = fields(line, "hand {d} epoch {e} block {b} bundle {j} box {i} is {box}")
            talk.hand({"d0": 0, "d1": 1}[v["d"]], *(number(v[k]) for k in "ebji"), data(v["box"]))
        else:
            done = done or talk.finish()
            if kind == "message":
                v = fields(line, "message {d} length {n} sha256 {x}")
                message = done[{"d0": 0, "d1": 1}[v["d"]]].pop(0)
                same((len(message), sha256(message).hex()), (number(v["n"]), v["x"]), "message")
            elif kind == "parcel":
                v = fields(line, "parcel {d} first {f} length {n} sha256 {x}")
                whole = talk.parcels[{"d0": 0, "d1": 1}[v["d"]]].whole()[number(v["f"])]
                same((len(whole), sha256(whole).hex()), (number(v["n"]), v["x"]), "parcel")
            elif kind == "words":
                same([number(w) for w in v[1:]], words(talk.epochs[number(v[0])].root), "words")
            else:
                need(False, "an unknown line: " + line[:40])
    need(done is not None and not any(done), "a message that was not told")
    need(talk.kinds == {0, 1, 2, 3, 4, 5} and len(talk.epochs) == 4, "a kind of cell is missing")
    need(talk.states == {1, 2, 3}, "a state of a parcel is missing")
    need(talk.parcels[0].withdrawn and talk.held, "no parcel is withdrawn, or no cell held")
    return len(all_lines)

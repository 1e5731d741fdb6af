"""Which reader each vector file has. A reader takes the file's name and all files, and returns how
many values it held to the pages."""

import os

import cards
import cells
import desks
import drops
import links
import notes
import pairs
import pouches
import reports
import rounds
import shelves
import talk
import vaults
from prim import Refused, need, sha256, shake
from read import data, lines, number, once, same

EXPECTED = ["card/vectors.txt", "cell/lifeline.txt", "cell/pace-50.txt", "drop/vectors.txt",
            "link/link-vectors.txt", "link/hand-vectors.txt", "link/talk.txt", "pouch/worked.txt",
            "pouch/opened.txt", "report/vectors.txt", "report/place/vectors.txt",
            "report/seal/vectors.txt", "round/vectors.txt", "shelf/vectors.txt", "vault/keystore.txt", "vault/passphrases.txt",
            "vault/with-keystore.txt", "vault/without-keystore.txt"]


def reader(name):
    room, _, file = name.partition("/")
    exact = {"link-vectors.txt": lambda n, a: links.check_link(a[n]),
             "hand-vectors.txt": lambda n, a: links.check_hand(a[n]),
             "keystore.txt": lambda n, a: vaults.check_keystore(a[n]),
             "passphrases.txt": lambda n, a: vaults.check_passphrases(a[n]),
             "place/vectors.txt": lambda n, a: pairs.check(a[n]),
             "seal/vectors.txt": lambda n, a: desks.check(a[n]),
             "talk.txt": lambda n, a: talk.check(a[n]),
             "with-keystore.txt": lambda n, a: vaults.check(a[n], True),
             "without-keystore.txt": lambda n, a: vaults.check(a[n], False)}
    if file in exact:
        return exact[file]
    of_room = {"round": check_rounds, "card": check_cards, "notebook": check_notes,
               "cell": check_cell, "shelf": check_shelf,
               "pouch": lambda n, a: pouches.check(a[n]), "drop": lambda n, a: drops.check(a[n]),
               "report": lambda n, a: reports.check(a[n])}
    need(room in of_room, "no reader for this file")
    return of_room[room]


def loose(name, line):
    """How many characters at the beginning of a line may be others, and it is still right: all of a
    remark; what is refused as it would be with many another byte; a time within a round; a round or
    an id of a place; a base within its stretch; a passphrase that may be typed in several ways; cards
    of which a line says less than all that is on them; exact coordinates, and a landmark's name; what is typed."""
    if line.startswith(("#", "refused ", "bases ")) or name.startswith("notebook/refused-"):
        return len(line)
    if line.startswith("typed ") or line.endswith(" is unknown"):
        return line.index(" is ")
    tails = {"pair": 1, "coarse": 4, "spot": 3, "at": 2, "drop": 2, "in": 1, "place": 1, "blocks": 1,
             "fingerprint": 1, "rank": 1, "said": 1, "follows": 2}
    tail = tails.get(line.split(" ")[0], 0)
    return len(line.rsplit(" ", tail)[0]) if tail else 0


def refuses(read, *args):
    try:
        read(*args)
    except Refused:
        return True
    return False


def check_rounds(name, all_):
    cal, seen = None, set()
    all_lines = lines(all_[name])
    for line in all_lines:
        kind, *v = line.split(" ")
        seen.add(kind)
        if kind == "calendar":
            cal = rounds.read_calendar(v[0])
        elif kind == "refused":
            need(len(data(v[0])) == 36 and refuses(rounds.read_calendar, v[0]), "a calendar")
        elif kind == "per-day":
            same(cal.of_day, number(v[0]), kind)
        elif kind == "pouch":
            same(cal.pl(), number(v[0]), kind)
        elif kind == "in":
            same(cal.rounds(number(v[0])), number(v[1]), line)
        elif kind == "begins":
            same(cal.begins(number(v[0])), number(v[1]), line)
        elif kind == "at":
            r, inside = cal.current(number(v[0]))
            same((r, "open" if inside else "between"), (number(v[1]), v[2]), line)
        elif kind == "drop":
            r, keep, ms = number(v[0]), number(v[1]), number(v[2])
            same([str(x).lower() for x in cal.at_drop(r, keep, ms)], v[3:], line)
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(seen) == 8, "a kind of line is missing")
    return len(all_lines)


def check_cards(name, all_):
    all_lines, seen, founders = lines(all_[name]), set(), None
    for line in all_lines:
        kind, *v = line.split(" ")
        seen.add(kind)
        if kind == "founders":
            founders = data(v[0]), data(v[1])
        elif kind == "card":
            card = cards.Card(data(v[0]))
        elif kind == "by":
            by = number(v[0])
        elif kind == "signatures":
            signatures = data(v[0])
            for i in (0, 1):
                one = signatures[64 * i:64 * i + 64]
                need(cards.signed(founders[i], card, one) if by >> i & 1 else not any(one),
                     "a signature that is none")
        elif kind == "digest":
            same(card.digest(), v[0], kind)
        elif kind == "hash":
            same(cards.as_text(card.hash()), v[0], kind)
        elif kind in ("path", "key"):
            same(card.key(kind.encode()), v[0], kind)
        elif kind == "sealed":
            same(card.seal(by, signatures), v[0], kind)
            opened = cards.open_sealed(card.hash(), data(v[0]))
            same((opened[0].bytes, *opened[1:]), (card.bytes, by, signatures), "another card")
        elif kind == "follows":
            before, after = cards.Card(data(v[0])), cards.Card(data(v[1]))
            same(str(cards.follows(before, after)).lower(), v[2], "whether a card follows")
            same(after.digest(), v[3], "a next card's digest")
        elif kind == "rank":
            one, other = cards.Card(data(v[0])), cards.Card(data(v[1]))
            same(str(cards.rank(one) > cards.rank(other)).lower(), v[2], "which card counts")
        elif kind == "fingerprint":
            same(cards.fingerprint(cards.Card(data(v[0])), number(v[1])), v[2], kind)
        elif kind == "said":
            same(cards.said(cards.Card(data(v[0])), number(v[1])), v[2], "what a header says of a card")
        elif kind == "pair":
            pair = cards.Card(data(v[0])), cards.Card(data(v[1])), number(v[2])
            need(pair[2] >= pair[1].begins, "a coming card that counts before it begins")
        elif kind == "place":
            r, id_ = number(v[0]), data(v[1])
            need(len(id_) == 4, "more of an id than counts")
            same(cards.which(*pair, r, id_), number(v[2]), line)
        elif kind == "refused":
            need(refuses(cards.Card, data(v[0])), "a card")
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(seen) == 16, "a kind of line is missing")
    return len(all_lines)


# Room shelf

def check_shelf(name, all_):
    all_lines, parcels, shown, ends = lines(all_[name]), {}, {}, set()
    for line in all_lines:
        kind, *v = line.split(" ")
        if kind == "pages":
            pages = number(v[0])
            need(pages == 32 * (pages // 32), "a shelf of another size")
            journal = pages // 32 * 5
        elif kind == "head-key":
            head_key = data(v[0])
        elif kind == "parcel":
            same(v[1::2], ["length", "key"], "words")
            parcels[number(v[0])] = number(v[2]), data(v[4])
        else:
            n, place, rooms = check_page(pages, journal, head_key, parcels, kind, v)
            need(n not in shown, "a page twice")
            shown[n] = place, rooms
            ends |= {(room[0], room[1]) for room in rooms if room}
    written = [n for n in shown if n < journal]
    same(written, list(range(len(written))), "the journal, which is written from its beginning on")
    for n in written:
        place, rooms = shown[n]
        same(shown.get(journal + place, (0, 0))[1], rooms, "what the journal says of a place")
    for handle, (length, _) in parcels.items():
        need((handle, (length - 1) // 1284) in ends, "a parcel without its end")
    need(len(shown) > 2 and len(parcels) > 2, "pages or parcels are missing")
    return len(all_lines)


def check_page(pages, journal, head_key, parcels, kind, v):
    same([kind, v[1], v[3], v[5], v[9]], ["page", "serial", "place", "rooms", "is"], "words")
    n, page = number(v[0]), data(v[10])
    serial, place, rooms = shelves.open_page(head_key, page)
    same([serial, place], [number(v[2]), number(v[4])], "serial and place")
    need(n < pages and place < pages - journal, "a page or a place that is not there")
    if n >= journal:
        same(place, n - journal, "the place of a page")
    again, noise = [], [shelves.room(page, i) for i in range(3)]
    for i, room in enumerate(rooms):
        same(list(room[:3] if room else (0, 0, 0)), [number(x) for x in v[6 + i].split(":")], "room")
        if room is None:
            again.append(None)
            continue
        handle, index, length, entry = room
        whole, key = parcels[handle]
        chunk = shelves.open_room(key, page, i, entry, length)
        same(length, min(1284, whole - 1284 * index), "the length of a chunk")
        same(chunk, shake("parcel %d chunk %d" % (handle, index), length), "chunk")
        again.append((key, handle, index, chunk))
    same(shelves.lay_page(head_key, serial, place, again, page[:24], noise), page, "a page laid again")
    return n, place, [room and room[:3] for room in rooms]


# Room cell

def _packet_values(v):
    out = []
    for x in v.values():
        out.append(x.hex() if isinstance(x, bytes) else str(x))
    return out


def check_cell(name, all_):
    v = once(all_[name])
    return {"invitation": check_invitation, "packet": check_packet, "lifeline": check_lifeline,
            "pace": check_pace}[v["what"]](name, all_, v)


def check_invitation(name, all_, v):
    expect = v["expect"]
    try:
        b = cells.read_text(v["text"])
        inv, got = cells.parse_invitation(b), "ok"
    except cells.Typo:
        got = "typo"
    except Refused:
        got = "refused"
    same(got, expect, "what becomes of an invitation")
    if expect == "ok":
        same(b, v["hex"], "hex")
        same(inv["context"], v["context"], "context")
        same(cells.invitation_text(b), v["text"], "text")
        rows = v["rows"].split(" / ")
        same(cells.invitation_rows(v["text"]), rows, "rows")
        typed = "\n".join(rows)
        for text in (typed, "".join(rows), v["text"].lower(), typed.replace("O", "0")):
            same(cells.read_invitation_rows(text), b, "an invitation that is read back")
        return 5
    stem = name.replace("-mistyped", "").replace("-of-a-later-version", "")
    right = once(all_[stem])
    if expect == "typo":
        same(right["text"][:20] + "A" + right["text"][21:], v["text"], "its 21st letter mistyped")
    else:
        same(cells.invitation_text(b"\x03" + data(right["hex"])[1:]), v["text"], "a later version's")
    return 1


def check_packet(name, all_, v):
    b = data(v["hex"])
    try:
        kind, fields = cells.parse_packet(b)
        got = "ok"
    except cells.Newer:
        got = "newer"
    except Refused:
        got = "refused"
    same(got, v["expect"], "what becomes of a packet")
    if got == "ok":
        same(_packet_values(fields), [x for x in v["fields"].split(" ") if x], "fields")
        same(kind, v["kind"], "kind")
        cells.check_signature(kind, b, fields, founders_of(all_), data(v.get("group", "")))
        return 1 + len(fields)
    if "-and-a-byte" in name:
        same(b, data(once(all_[name.replace("-and-a-byte", "")])["hex"]) + b"\0", "a byte more")
    elif "-of-a-later-version" in name:
        right = data(once(all_[name.replace("-of-a-later-version", "")])["hex"])
        at = [i for i in range(len(right)) if i < len(b) and right[i] != b[i]]
        same([len(b), len(at), b[at[0]]], [len(right), 1, right[at[0]] + 1], "one version more")
    elif got == "newer":
        same(b, bytes([max(cells.PACKETS) + 1, 1, 2]), "a later kind")
    else:
        need(b in (b"", bytes([0, 1, 2])), "no packet")
    return 1


def founders_of(all_):
    """The founders of the packets: a welcome names the first, its founder key packet the second."""
    first = cells.parse_packet(data(once(all_["cell/packet-welcome.txt"])["hex"]))[1]["first"]
    second = cells.parse_packet(data(once(all_["cell/packet-founderkey.txt"])["hex"]))[1]["key"]
    return first, second


def check_lifeline(name, all_, v):
    ask = cells.parse_packet(data(v["ask"]))
    answer = cells.parse_packet(data(v["answer"]))
    need((ask[0], answer[0]) == ("ask", "answer"), "other packets")
    same(answer[1]["id"], ask[1]["id"], "id")
    secret, base, public = cells.open_answer(data(v["seed"]), ask[1]["id"], data(v["group"]),
                                             answer[1]["sealed"])
    same(public, ask[1]["key"], "the ask's key")
    same(secret, v["secret"], "secret")
    same(base, number(v["base"]), "base")
    same(cells.packet_context(base, data(v["group"])), v["context"], "context")
    return 7


def check_pace(name, all_, v):
    need(v["adopted"] in ("true", "false"), "adopted or not")
    same(v["secret"], bytes([number(v["PL"])]) * 32, "a secret of PL's byte")
    pace = cells.Pace(data(v["secret"]), number(v["base"]), number(v["PL"]), v["adopted"] == "true")
    same(pace.seed, v["seed"], "seed")
    same(pace.pl, number(v["paced PL"]), "paced PL")
    boxes = v["boxes"].split(" ")
    for box in boxes:
        n, r, rank = box.split(":")
        same(pace.of(number(n)), (number(r), int(rank, 16)), "box " + n)
        need(len(rank) == 16 and rank == rank.lower(), "no rank")
    return 3 + len(boxes)


# Room notebook

REASONS = {
    "nothing": "is cut", "version-0": "version", "version-2": "version", "cut": "is cut",
    "a-byte-more": "behind its end", "a-page-missing": "is cut", "number-zero": "do not rise",
    "number-twice": "do not rise", "numbers-fall": "do not rise",
    "number-never-given": "do not rise", "year-10000": "five digits", "before-1970": "five digits",
    "no-text": "of no length", "blank-text": "nothing visible",
    "invisible-text": "nothing visible", "not-utf8": "no UTF-8", "carriage-return": "control",
    "escape": "control", "page-of-a-byte-more": "of no length", "count-without-a-page": "is cut",
}


def check_notes(name, all_):
    v = once(all_[name])
    stem = os.path.basename(name)[:-4]
    expect, _, what = stem.partition("-")
    same(v["expect"], expect, "expect")
    if expect == "refused":
        try:
            notes.parse(data(v["hex"]))
        except Refused as err:
            need(REASONS[what] in str(err), "refused for another reason: " + str(err))
            return 1
        need(False, "a notebook")
    last, pages = notes.parse(data(v["hex"]))
    texts = ["%d/%d/%s" % (n, at, sha256(text.encode()).hex())
             for n, at, text in pages]
    same(" ".join([str(last)] + texts), v["pages"], "pages")
    return 1 + len(pages)

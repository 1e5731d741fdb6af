"""docs/protocol/shelf.md: a page, its head and its rooms."""

from prim import need, seal, unseal
from read import Reader, u8, u16, u32, u64

PAGE, CHUNK = 4096, 1284


def room_nonce(nonce, i):
    return nonce[:23] + u8(nonce[23] ^ (i + 1))


def room(page, i):
    return page[196 + 1300 * i:196 + 1300 * (i + 1)]


def open_page(head_key, page):
    """Serial, place, and for each room (handle, index, length, the head's entry) or None."""
    need(len(page) == PAGE, "a page of another length")
    head = unseal(head_key, page[:24], page[24:196], page[196:], "a page's head")
    at = Reader(head, "head")
    serial, place, rooms = at.num(8), at.num(2), []
    for i in range(3):
        entry = at.take(8)
        e = Reader(entry, "entry")
        handle, index, length = e.num(4), e.num(2), e.num(2)
        if not any(entry):
            rooms.append(None)
            continue
        need(handle > 0 and 1 <= length <= CHUNK, "a room out of bounds")
        rooms.append((handle, index, length, entry))
    at.zeros(122)
    at.end()
    return serial, place, rooms


def open_room(key, page, i, entry, length):
    chunk = unseal(key, room_nonce(page[:24], i), room(page, i), entry, "a room")
    need(not any(chunk[length:]), "a chunk that is not padded with zeros")
    return chunk[:length]


def lay_page(head_key, serial, place, rooms, nonce, noise):
    """The page; rooms: three of (key, handle, index, chunk) or None, noise: what is in empty ones."""
    head, body = u64(serial) + u16(place), b""
    for i, r in enumerate(rooms):
        if r is None:
            head, body = head + bytes(8), body + noise[i]
            continue
        key, handle, index, chunk = r
        entry = u32(handle) + u16(index) + u16(len(chunk))
        head += entry
        body += seal(key, room_nonce(nonce, i), chunk.ljust(CHUNK, b"\0"), entry)
    return nonce + seal(head_key, nonce, head + bytes(122), body) + body

"""Moves what happened in a house's data folder some days back: the walk cannot wait for a midnight.

past.py FOLDER DAYS. The server must be stopped. Times stand in the events (src/model/feed_event.cpp: version, kind,
time as a zigzag varint; several in a row of the log as src/adapters/sql/event_log.cpp packs them) and in the
record's columns.
"""
import sqlite3
import sys

folder, back_ms = sys.argv[1], int(sys.argv[2]) * 86_400_000
SEVERAL = 0xB0


def read_varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def moved(event):
    if not event:
        return event
    zigzag, rest = read_varint(event, 2)
    assert zigzag % 2 == 0, "events happen after 1970"
    return event[:2] + varint(zigzag - 2 * back_ms) + event[rest:]


def moved_row(body):
    if not body or body[0] != SEVERAL:
        return moved(body)
    count, at = read_varint(body, 1)
    events = []
    for _ in range(count):
        size, at = read_varint(body, at)
        events.append(moved(body[at : at + size]))
        at += size
    return bytes([SEVERAL]) + varint(count) + b"".join(varint(len(event)) + event for event in events)


log = sqlite3.connect(f"{folder}/events.sqlite")
rows = log.execute("SELECT position, body FROM supply_event").fetchall()
log.executemany("UPDATE supply_event SET body = ? WHERE position = ?", [(moved_row(body), at) for at, body in rows])
log.commit()
log.close()
record = sqlite3.connect(f"{folder}/vitrine.sqlite")
for column in (
    "catalog_video.created_ms",
    "catalog_video.published_ms",
    "accounts_account.created_ms",
    "social_follow.at_ms",
):
    table, name = column.split(".")
    record.execute(f"UPDATE {table} SET {name} = {name} - ? WHERE {name} IS NOT NULL", (back_ms,))
record.commit()
record.close()

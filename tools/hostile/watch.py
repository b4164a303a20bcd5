#!/usr/bin/env python3
"""watch.py FILE... -- FOLDER...: says on a line of its own when one of the files is opened, read or changed by anybody,
in whatever namespace, and when anything appears in one of the folders. Ends with its standard input. Linux (inotify);
standard library only.
"""
import ctypes
import os
import select
import struct
import sys

IN_ACCESS, IN_MODIFY, IN_OPEN = 0x1, 0x2, 0x20
IN_MOVED_TO, IN_CREATE, IN_Q_OVERFLOW = 0x80, 0x100, 0x4000


def main():
    at = sys.argv.index("--")
    libc = ctypes.CDLL(None, use_errno=True)
    notifier = libc.inotify_init1(os.O_CLOEXEC)
    watched = {}
    for paths, mask in ((sys.argv[1:at], IN_ACCESS | IN_MODIFY | IN_OPEN), (sys.argv[at + 1:], IN_MOVED_TO | IN_CREATE)):
        for path in paths:
            number = libc.inotify_add_watch(notifier, os.fsencode(path), mask)
            if number < 0:
                sys.exit(f"{path} cannot be watched: {os.strerror(ctypes.get_errno())}")
            watched[number] = path
    print("watching", flush=True)
    while True:
        ready, _, _ = select.select([notifier, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        events = os.read(notifier, 65536)
        while events:
            number, mask, _, length = struct.unpack_from("iIII", events)
            name = events[16:16 + length].rstrip(b"\0").decode(errors="replace")
            events = events[16 + length:]
            path = watched.get(number, "?")
            if mask & IN_Q_OVERFLOW:
                print("lost sight", flush=True)
            elif mask & (IN_CREATE | IN_MOVED_TO):
                print(f"appeared {os.path.join(path, name)}", flush=True)
            elif mask & (IN_OPEN | IN_ACCESS | IN_MODIFY):
                print(f"opened {path}", flush=True)


main()

"""Appends entries to pymerkle's SQLite tree and prints the seconds that it took.

usage: peer.py DATABASE JOURNAL-MODE single|bulk|rooted COUNT BYTES BATCH

rooted: in bulk, with the root of the tree after each batch, as the node keeps it.

Durability is made the same as the node's: synchronous=FULL. The random entries are made before
the clock starts, and the library is loaded.
"""

import os
import sys
import time

from pymerkle import SqliteTree

path, journal, mode, count, size, batch = sys.argv[1:]
count, size, batch = int(count), int(size), int(batch)
entries = [os.urandom(size) for _ in range(count)]
tree = SqliteTree(path, algorithm="sha256")
tree.con.execute(f"PRAGMA journal_mode={journal}").fetchall()
tree.con.execute("PRAGMA synchronous=FULL").fetchall()

start = time.perf_counter()
if mode == "single":
    for entry in entries:
        tree.append_entry(entry)
else:
    for first in range(0, count, batch):
        tree.append_entries(entries[first : first + batch])
        if mode == "rooted":
            tree.get_root()
seconds = time.perf_counter() - start

assert tree.get_size() == count
print(seconds)

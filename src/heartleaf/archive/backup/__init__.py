"""Backups: the whole archive as it is, sealed, made without a key; and the way back.

A place for backups is a folder. In it `files/` has each vault file once, and each backup is a
folder named for its instant: the database, MARKER, a list of hashes, a manifest. A backup counts
only when it was proven: restored beside, and looked at. docs/format.md describes all of it.
"""

FORMAT = "heartleaf-backup/1"

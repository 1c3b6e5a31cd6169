"""How much one source may hold. Each is counted, never taken from what a header claims."""

GIB = 1024**3
MIB = 1024**2

ENTRIES = 200_000
DEPTH = 40
NAME = 1024  # characters
FILE = 8 * GIB
ALL_FILES = 1024 * GIB

# Photographs hardly shrink. Only above this size is a ratio looked at, because a blank scan may
# well be packed a thousand times smaller and is still small.
RATIO = 200
RATIO_FROM = 50 * MIB
RATIO_ALL = 1 * GIB  # of all those together that are below that size

JSON = 256 * MIB
JSON_ITEM = 1 * MIB
JSON_ITEMS = 200_000
JSON_DEPTH = 64

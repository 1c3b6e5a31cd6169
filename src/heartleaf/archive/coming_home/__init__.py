"""Coming home: an export makes an empty Heartleaf what the one was that it came from.

`bags` is what was handed in, looked over to its last byte before anything is written; `arriving`
the whole act; `settling` the family, `unpacking` its keepsakes, `letters` what went out and came
back. Keys are new, ids are the old ones.
"""

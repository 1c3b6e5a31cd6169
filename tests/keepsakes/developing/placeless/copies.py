"""A whole file at once without its place."""

import io

from heartleaf.keepsakes.developing.placeless import blotted, find


def without_place(data, kind):
    """None if it cannot be promised."""
    blots = find(io.BytesIO(data), kind)
    return None if blots is None else b"".join(blotted([data], blots))

"""A tree that was grown once by the first rule, as it lies in a database.

It is quicker to read than to grow, and must be drawn for ever as it is.
"""

import zlib
from pathlib import Path

from heartleaf.tree.wood import Wood

WOOD = Wood.from_bytes(zlib.decompress((Path(__file__).parent / "wood-1.zlib").read_bytes()))

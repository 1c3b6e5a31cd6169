"""Growing in a process of its own: `python -m heartleaf.tree.growing_child` takes a seed on its
standard input and gives the wood's bytes."""

from __future__ import annotations

import os
import sys

from heartleaf.tree.growing import grow


def main() -> None:
    """Where whoever asked has gone meanwhile, it ends without a word: the next grows it anew."""
    wood = grow(sys.stdin.buffer.read()).to_bytes()
    try:
        sys.stdout.buffer.write(wood)
        sys.stdout.buffer.flush()
    except OSError:
        os._exit(1)  # without the flush at the end, which would complain of the same


if __name__ == "__main__":
    main()

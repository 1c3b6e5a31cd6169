"""Growing in a process of its own: `python -m heartleaf.tree.growing_child` takes a seed on its
standard input and gives the wood's bytes."""

from __future__ import annotations

import sys

from heartleaf.tree.growing import grow

if __name__ == "__main__":
    sys.stdout.buffer.write(grow(sys.stdin.buffer.read()).to_bytes())

"""The tree: a linden that grows a leaf for every keepsake.

`growing.grow` makes the wood once from a family's seed, `colouring.tint` says what tint a leaf
has, `drawing.draw` makes the picture. All are plain Python.
"""

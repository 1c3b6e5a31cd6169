"""The tree: a linden that grows a leaf for every keepsake.

`growing.grow` makes the wood once from a family's seed, `colouring.tint` says what tint a leaf
has, `drawing.draw` makes the picture; all three are plain Python. `planting` has the wood grown
beside the pages and kept, `gathering` asks for what one viewer's tree bears.
"""

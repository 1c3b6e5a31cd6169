"""A postcard: a picture or words as an image that someone takes elsewhere. Bytes in, bytes out.

Nothing here knows a family, a disk or a clock. No mark of ours is on the image, and nothing is in
the file but the picture itself.
"""

"""How foreign files are laid out inside, read in plain Python. No craft's library is loaded for it,
so `placeless` may read by it in the program itself.

    windows    parts of a file, read as if they were a file of their own
    boxes      the boxes of HEIC, AVIF, JPEG XL, MP4, MOV
    tiffs      the directories of TIFF and EXIF
    motion     the film hidden behind a still picture
"""

"""Developing: a foreign file in, what may be looked at out. No Django, no clock, no disk.

    decoder       asks for a look, a page or something to play, from any thread
    kinds         what a file is, by its first bytes
    looks         what comes out: views, and what else is known of a file
    wire          what passes between the program and the child
    answers       a look as the child writes it, and as it is believed
    plain_jpeg    what a view may be
    placeless     the same file without the place

    child         the confined process in which the four crafts run
    confining     what a process gives up before it opens a stranger's file
    remote        the child's hands: reading and writing over the line

    pictures      JPEG, PNG, HEIC ... through libvips, pi-heif, Pillow, libjxl, LibRaw
    films         films and sounds through FFmpeg
    papers        PDF through PDFium
    ultrasound    DICOM through pydicom and its codecs
    views         the three views that all of them make
    layouts       how files are laid out inside, read in plain Python
    moments       days and times as files write them
    blocks        a file read in blocks, or several pieces of it as one

Only `child` loads the crafts, and so only a confined process ever loads their libraries.
"""

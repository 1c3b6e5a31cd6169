"""Developing: a foreign file in, what may be looked at out. No Django, no clock, no disk.

    kinds           what a file is, by its first bytes
    looks           what comes out: views, and what else is known of a file
    views           the three views of a picture
    pictures        JPEG, PNG, HEIC … through libvips and pi-heif
    films           films and sounds through PyAV
    papers          PDF through PDFium
    ultrasound      DICOM through pydicom
    decoder         asks for a look, a page or something to play, from any thread
    child           the confined process in which the four crafts run
    wire            what passes between the two
    answers         a look as the child writes it, and as it is believed
    plain_jpeg      what a view may be
    remote          the child's hands: reading and writing over the line
    confining       what a process gives up before it opens a stranger's file

Only `child` loads the crafts, and so only a confined process ever loads their libraries.
"""

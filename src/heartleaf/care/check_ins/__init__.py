"""Check-ins: how a day was, to a person's own questions, for that person alone.

`section` is what is kept, `keeping` how it is changed, `saying` the words for an answer, `offered`
a few questions to begin with. `field` draws days and `spreadsheet` writes them as CSV: crafts.
"""

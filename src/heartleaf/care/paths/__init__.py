"""Paths: without alcohol, walking, asking for help, any of their own; each seen by one person.

`counting` knows dates alone; `paths` is what stands in the notebook; `reminding` says on which
dates the clock is to tell of one.
"""

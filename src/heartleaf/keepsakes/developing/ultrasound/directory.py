"""The list of what is on a disc from a hospital: a DICOMDIR (PS3.3, annex F)."""

from __future__ import annotations

from typing import BinaryIO

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

from heartleaf.keepsakes.developing.ultrasound.header import items, numbers, raw, read

MOST_RECORDS = 20_000
MOST_STEPS, MOST_NAME = 8, 64
ABOVE = ("PATIENT", "STUDY", "SERIES")


def files(file: BinaryIO) -> list[tuple[str, ...]]:
    """Paths, step by step as they are given: patient by patient, study by study, series by series
    in the order of the list, which is that of its writer; within a series by their numbers."""
    header = read(file, [tag_for_keyword("DirectoryRecordSequence") or 0])
    above, found = [0, 0, 0], []
    for record in items(header.values, "DirectoryRecordSequence", MOST_RECORDS):
        sort = str(raw(record, "DirectoryRecordType")).strip()
        if sort in ABOVE:
            level = ABOVE.index(sort)
            above = [*above[:level], above[level] + 1, *[0] * (len(ABOVE) - level - 1)]
        elif path := _path(record):
            number = (numbers(record, "InstanceNumber") or [0.0])[0]
            found.append(((*above, number), path))
    return [path for _, path in sorted(found, key=lambda each: each[0])]


def _path(record: Dataset) -> tuple[str, ...]:
    """The steps of a path; nothing that would lead elsewhere."""
    value = raw(record, "ReferencedFileID")
    steps = [value] if isinstance(value, str) else list(value or ())
    path = tuple(str(step).strip() for step in steps[: MOST_STEPS + 1])
    sound = all(
        0 < len(step) <= MOST_NAME and step not in (".", "..") and not set(step) & {"/", "\\", "\0"}
        for step in path
    )
    return path if sound and len(path) <= MOST_STEPS else ()

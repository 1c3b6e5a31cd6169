"""Heartleaf: a private, lasting place for families who lost a baby."""

__version__ = "0.1.0"

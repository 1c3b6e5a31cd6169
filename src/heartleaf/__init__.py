"""Heartleaf: a private, lasting place for families whose baby died."""

__version__ = "0.1.0"

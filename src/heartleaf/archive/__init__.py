"""The whole family in and out: importers, export, backup, restore, check."""

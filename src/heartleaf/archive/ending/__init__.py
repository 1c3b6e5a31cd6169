"""Taking away for good: one thing, one person's place, or all that a family has here."""

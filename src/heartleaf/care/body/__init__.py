"""The body after a loss: a shelf of short pages, and a person's own notes."""

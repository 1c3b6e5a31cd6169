"""One thing kept: cards, attachments, receiving, showing, the index."""

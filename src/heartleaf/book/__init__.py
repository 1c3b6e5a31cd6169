"""The book: gathered from what someone chose, then set as pages or as an EPUB."""

"""Forms, by the same words as the pages."""

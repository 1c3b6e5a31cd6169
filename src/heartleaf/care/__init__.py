"""How gently: quiet, how days come to a person, and what the clock sends; later paths."""

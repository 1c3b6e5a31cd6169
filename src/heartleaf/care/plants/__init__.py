"""The plant at home: what is said of it, what happened, its pictures through the seasons."""

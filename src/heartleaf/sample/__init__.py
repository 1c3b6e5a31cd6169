"""A family that does not exist: its letters, its drawn pictures, and a throw-away house."""

"""Who we are: families, the children, the persons, their ways in and their keys."""

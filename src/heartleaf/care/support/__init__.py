"""Help lines and baby-loss organisations, by country, from a file a host can correct."""

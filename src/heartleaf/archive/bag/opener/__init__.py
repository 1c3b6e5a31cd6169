"""What opens a sealed export without Heartleaf: a page for any browser, and a short script."""

"""An export: a BagIt bag (RFC 8493) of plain files that opens without Heartleaf."""

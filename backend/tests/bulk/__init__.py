"""Jobs over many records."""

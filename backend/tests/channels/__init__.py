"""The adapters against servers that look like their providers."""

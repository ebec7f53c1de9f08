"""Saved views of lists, and what lists can be filtered by."""

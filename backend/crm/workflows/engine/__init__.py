"""Starting runs, and carrying them out."""

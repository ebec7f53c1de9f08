"""What comes in: stored payloads, read into messages and reports."""

"""Mail by a mail server of one's own."""

"""A phone and a mailbox that nobody has: what is sent stays here, and does what it is told to do."""

"""A channel of the tests' own that talks HTTP to a provider on loopback; an app, so that worker processes know it."""

"""Conversations of the demo's believable company."""

"""The simulator's page: who was written to, what they got, what they answer. Its channel is in `channels/simulator`."""

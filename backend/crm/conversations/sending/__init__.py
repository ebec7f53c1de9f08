"""How messages leave: the gate is asked again, the row is leased, the provider called, what came of it written."""

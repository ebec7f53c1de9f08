"""A believable company to look at: made-up people, by the services that everybody uses."""

"""Templates: the language of their variables, what variables there are, filling them, and what is worth a warning."""

"""An app for worker processes under test: it writes down what its listeners hear."""

"""One module for each printed form: what it carries and what it refuses."""

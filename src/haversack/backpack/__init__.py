"""A person's record: what came, what was decided, and what it shows."""

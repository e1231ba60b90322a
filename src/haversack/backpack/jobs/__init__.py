"""Which work runs behind the pages? Thin callers of actions."""

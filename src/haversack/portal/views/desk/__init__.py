"""What do those who work at the hospital do here? Every page asks for a duty that the role has."""

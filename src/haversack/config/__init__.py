"""What a running site is made of: the operator's choices, the databases, the settings and the addresses."""

"""What changes something: in one transaction, with its audit line."""

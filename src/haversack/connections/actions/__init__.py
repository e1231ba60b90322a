"""What changes the directory, each in one transaction."""

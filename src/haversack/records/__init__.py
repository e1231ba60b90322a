"""What is a health record? Pure code: no Django, no sockets, no clock, no database."""

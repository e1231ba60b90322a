"""Haversack carries a person's whole health record in one place, under that person's control."""

"""The haversack command."""

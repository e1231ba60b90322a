"""What changes what people are told, and sends it."""

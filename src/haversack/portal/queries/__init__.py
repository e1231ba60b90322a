"""What may this reader see at this moment? There is no query without a reader."""

"""What does every component look like in every state? Pages for those who build pages, and for the tests."""

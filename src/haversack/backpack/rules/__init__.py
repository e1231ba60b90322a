"""What does Haversack decide about a backpack? Pure answers with their reasons."""

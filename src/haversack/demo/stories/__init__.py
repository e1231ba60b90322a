"""What happened to each of the four invented people? One module per life."""

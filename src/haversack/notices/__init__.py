"""What does a user hear of while they are away? By e-mail and in browsers, and never with health data in it."""

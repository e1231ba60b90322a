"""Who may sign in: users, their second factors and their sessions."""

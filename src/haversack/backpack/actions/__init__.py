"""What can be done to a backpack? Each verb is atomic and tells the audit trail."""

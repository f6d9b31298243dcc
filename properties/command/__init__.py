"""The command `lossproof`: what it accepts, finds, keeps and prints."""

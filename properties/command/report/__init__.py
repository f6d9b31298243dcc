"""What the command says: `plain` makes it data, the other modules lay data out for a terminal. Nothing here decides."""

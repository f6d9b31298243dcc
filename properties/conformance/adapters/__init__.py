"""How implementations are called, one library a file: whatever it is, it is asked for values and derivatives at points."""

"""Model families, what is built from them, and what follows from their densities."""

"""Random instances of what is attacked, and the values of expressions on them."""

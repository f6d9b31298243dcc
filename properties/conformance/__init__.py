"""Is this implementation the loss that it claims to be? Real functions, held to certified values of their densities."""

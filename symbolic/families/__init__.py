"""The model families, one a file: a density with its variable, support, parameters and domains."""

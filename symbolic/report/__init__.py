"""What is said of theorems and families: sentences, pages, plain data, and how things show themselves."""

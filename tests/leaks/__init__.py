"""What is recognisable is planted in every kind of input, and looked for in every kind of output."""

"""What a shell may offer next on a command line: which kind of word is wanted, which words there are, each shell's way."""

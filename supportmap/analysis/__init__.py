"""What a network means: pure functions from a network to numbers, sentences and figures."""

"""The pages, asked for as a browser asks: what they say, and what they never do."""

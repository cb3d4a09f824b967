"""The community directory: what is in it, what it is for, and how it is found."""

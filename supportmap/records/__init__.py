"""What is kept, in SQLite or PostgreSQL: rows, their encryption, and the one door from rows to a network."""

"""Directories in every dialect, sound, faulty and hostile."""

"""The pages that people see: each shows what a lower layer knows, and decides nothing."""

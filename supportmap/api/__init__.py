"""The JSON door: requests in, problem+json or documents out; no SQL and no rules."""

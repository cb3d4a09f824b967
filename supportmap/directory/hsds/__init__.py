"""Community directories in any HSDS dialect, read into HSDS 3 nested service documents with a report."""

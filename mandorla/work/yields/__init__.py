"""What the work of a community yields: figures, and for each the rows it was counted from."""

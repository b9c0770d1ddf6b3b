"""What other factoring companies see: the page of the link by which one answers."""

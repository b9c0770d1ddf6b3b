"""Pages of the collector's day: what is due by zone, a route's box on its case and its steps."""

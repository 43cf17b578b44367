"""Reports as data, and the builders that make them from results."""

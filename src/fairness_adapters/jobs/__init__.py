"""The main jobs, one file each: the only place that reads clocks and touches the disk on the way out."""

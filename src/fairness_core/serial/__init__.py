"""What leaves the core as plain values for other programs. Making files of it is for the adapters."""

"""The workforce equality standards: indicators as data, results, validation and comparison of years."""

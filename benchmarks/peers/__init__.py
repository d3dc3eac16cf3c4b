"""Other engines on the same data, asked the same."""

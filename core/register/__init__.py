"""The register: case-level rows, confidential. Only this package holds SQL on them."""

"""One module per page: question in, page out."""

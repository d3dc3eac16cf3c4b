"""What can be given: filters, orders and the input of acts."""

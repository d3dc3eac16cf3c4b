"""What is answered by compiled operations, beside what the reference answers."""

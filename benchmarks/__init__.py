"""What is measured, against which floor. Never a timed test: `make bench` prints, people judge."""

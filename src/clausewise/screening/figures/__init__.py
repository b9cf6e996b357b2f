"""What is counted and listed of verdicts: plain data that adds up over parts, and what makes it of frames."""

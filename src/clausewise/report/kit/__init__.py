"""What all documents are made with: the page and its parts, lines of a terminal, Markdown."""

"""What was found for a case, for people: one outline, as text, Markdown, a page and a notice."""

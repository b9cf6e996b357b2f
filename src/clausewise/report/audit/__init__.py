"""An audit, for people: what is wrong or weak, what holds each word, as text, a page and SARIF."""

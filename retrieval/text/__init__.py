"""Text as it comes and goes: cleaned and made inert, cut into sentences, told from orders."""

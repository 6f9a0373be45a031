"""Replies made visible, one file a surface. Escaping and limits live in this package and nowhere else.

Text from papers and models is shown as text: it never becomes markup, a link or a control character.
"""

"""Scripts that are written without spaces between words."""

# Kana, Han and Hangul, as a character class that PostgreSQL and Python read alike.
UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"

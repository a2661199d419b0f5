"""Files to one common sequence of blocks: headings, paragraphs and tables, each with page and line."""

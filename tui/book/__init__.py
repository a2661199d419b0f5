"""What is on disk: layout, vintages, file formats, atomic writes, security codes."""

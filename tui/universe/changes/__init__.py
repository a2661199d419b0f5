"""What changed between two vintages of a book, and what one name or group did over all of them."""

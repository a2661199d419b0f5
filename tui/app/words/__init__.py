"""The session's words, every one in Chinese and English."""

"""Parts that screens and dialogs are made of; they take frames and send messages."""

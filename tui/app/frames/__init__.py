"""What screens show, as plain values: what widgets take, and a second process can send."""

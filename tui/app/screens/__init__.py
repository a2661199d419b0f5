"""The seven screens: what each is made of, and the ways between its parts."""

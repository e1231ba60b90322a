"""How does a whole site leave in one sealed file, and come back somewhere else?

Invariant: a backup is of one moment, whatever was written meanwhile; it holds neither the keyring nor the site key; and
a restore is all or nothing. What is sealed stays sealed inside, under each person's own key: a person who was removed
is unreadable in every backup, older ones included (invariant 5).
"""

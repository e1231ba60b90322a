"""What does a SMART Health Link say, and what does it open? The receiving side.

SMART Health Links, as STU 1 of the HL7 guide has them: an address and a key in one text, files sealed with that key.
"""

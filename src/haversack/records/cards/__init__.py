"""How is a SMART Health Card made, carried, read and checked? Both ends: who issues one, and who is shown one.

SMART Health Cards Framework 1.4, as STU 1 of the HL7 guide has it: a FHIR Bundle, minified, compressed, signed.
"""

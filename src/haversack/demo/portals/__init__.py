"""Which two hospitals run a patient portal in the demo, and what does each of them know about its patients?

`served.hospitals` tells it, relative to a given day: pure and seeded like the family's stories, whose writers it uses.
"""

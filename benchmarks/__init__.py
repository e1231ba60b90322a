"""How fast is it, measured against the least work that could do the same?"""

"""Which template tags draw the components?"""

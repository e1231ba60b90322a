"""Is what was typed usable?"""

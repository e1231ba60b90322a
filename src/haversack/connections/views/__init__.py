"""Who asks, for what, and which page comes back?"""

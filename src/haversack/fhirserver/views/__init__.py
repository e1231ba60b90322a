"""Who asks, for what, and what comes back?"""

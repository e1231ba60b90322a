"""How are bytes kept so that only the right key opens them, and no key at all once a person is removed?"""

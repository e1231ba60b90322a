"""Which work runs behind the portal's pages?"""

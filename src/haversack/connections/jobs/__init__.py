"""What runs behind the pages of connections?"""

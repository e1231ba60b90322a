"""What do people send to the pages of connections?"""

"""In which words does a page say it?"""

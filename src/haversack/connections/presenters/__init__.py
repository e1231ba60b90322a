"""In which words and order does a page say it?"""

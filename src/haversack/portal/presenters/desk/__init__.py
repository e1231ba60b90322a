"""In which words and order do the pages of the desk say it?"""

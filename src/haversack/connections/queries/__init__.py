"""What is in the directory?"""

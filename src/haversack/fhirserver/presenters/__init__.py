"""In which words and shapes are answers given?"""

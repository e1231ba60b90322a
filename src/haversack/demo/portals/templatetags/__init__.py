"""What may the templates of the demo's portals ask?"""

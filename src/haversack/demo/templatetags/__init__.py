"""What may the demo's own templates ask?"""

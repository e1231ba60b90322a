"""What may this viewer see?"""

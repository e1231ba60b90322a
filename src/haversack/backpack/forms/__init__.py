"""What may a person send?"""

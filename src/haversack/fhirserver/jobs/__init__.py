"""What runs behind the API?"""

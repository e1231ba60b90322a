"""In which words does a page of either site say what a record says? Dates, numbers, ranges, codes, trends."""

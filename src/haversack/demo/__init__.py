"""Who are the invented people of the demo, and what have hospitals written about them?

Pure: everything follows from the day and the seed. Nobody here exists, nor any hospital; `.example` never resolves.
"""

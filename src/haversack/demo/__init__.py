"""Who are the invented people of the demo, and what have hospitals written about them?

What `people.family` gives follows from the day and the seed alone; `prepare` puts it into a data folder, `signin` opens
it with one click. Nobody here exists, nor any hospital; `.example` never resolves.
"""

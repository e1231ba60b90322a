"""What does a published list of providers say, whatever shape it came in? Bytes in, listings and problems out."""

from .listing import Door, Listing, Problem, ReadList
from .own import own_listings
from .reading import read_list

__all__ = ["Door", "Listing", "Problem", "ReadList", "own_listings", "read_list"]

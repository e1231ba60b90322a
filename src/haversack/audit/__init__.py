"""Who did what to whose record, so that it can be shown later and nobody can quietly change it?

`audit.record` notes an act inside the transaction that does it; `audit.read` notes a look at a record;
`chaining.chain` moves both into a store of their own, chained by hash; `verifying.verify` tells whether a line was
changed, removed, moved or doubled since. Features never read the trail. It knows pseudonyms only: no name, no e-mail
address, no health data.
"""

from haversack.audit.noting import Actor, read, record

__all__ = ["Actor", "read", "record"]

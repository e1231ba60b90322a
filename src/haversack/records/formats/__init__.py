"""Which formats can a record arrive in? One folder each, identical inside: bytes in, entries and problems out."""

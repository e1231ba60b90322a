"""A SMART App Launch authorisation server and a FHIR R4 read API, in front of any store that answers `store.py`."""

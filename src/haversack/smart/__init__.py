"""The SMART on FHIR conversation, as plain values: discovery, scopes, proof keys, assertions, tokens, brands. Pure."""

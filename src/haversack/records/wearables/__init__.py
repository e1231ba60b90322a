"""What watches, scales and telephones measure: added up by day, and written as FHIR R4, whoever exported it."""

"""Why does Health Connect not take something, in a person's words? None quotes more than the name of a field."""

from __future__ import annotations

INVALID_JSON = "This is not a FHIR resource in JSON."
UNSUPPORTED_VERSION = "Health Connect takes FHIR 4.0.1 and 4.3.0; another version, or none, is declared."
UNSUPPORTED_TYPE = "Health Connect has no place for resources of this type."
MISSING_ID = "The resource has no id."
INVALID_ID = "The id is not 1 to 64 letters, digits, hyphens and points."
CONTAINED = "The resource holds other resources inside (contained)."
UNKNOWN_FIELD = "FHIR has no field {0} in a resource of this type."
NULL_VALUE = "The field {0} holds null."
MISSING_FIELD = "The field {0} is missing."
NOT_A_LIST = "The field {0} must be a list."
NOT_AN_OBJECT = "The field {0} must be an object."
WRONG_TYPE = "The field {0} is of the wrong JSON type."
INVALID_VALUE = "The field {0} is not written as FHIR writes it."
SEVERAL_CHOICES = "The field {0} stands in more than one of its kinds."
NO_CATEGORY = "This observation belongs to none of the categories that Health Connect has."
DUPLICATE_ID = "A resource of this type and id came before from the same data source."

NOT_A_LINE = "This line is neither a medical resource nor a measurement as Health Connect hands them out."
NO_DATA_SOURCE = "The data source needs a display name and a FHIR base address."
INVALID_MEASUREMENT = (
    "This is not a measurement as it has to be: its kind, id, time, value or unit is wrong or missing."
)

# Of what a phone hands in, besides.
NOT_PERMITTED = "The person does not allow this category for this phone."
UNKNOWN_SOURCE = "There is no data source with this id."
TOO_LARGE = "One item is larger than 1 MB."
NOT_AN_ITEM = "An item needs dataSourceId, fhirVersion and data, all of them text."

MACHINE = {
    INVALID_JSON: "invalid_json",
    UNSUPPORTED_VERSION: "unsupported_fhir_version",
    UNSUPPORTED_TYPE: "unsupported_type",
    MISSING_ID: "missing_id",
    INVALID_ID: "invalid_id",
    CONTAINED: "contained_resources",
    UNKNOWN_FIELD: "unknown_field",
    NULL_VALUE: "null_value",
    MISSING_FIELD: "missing_field",
    NOT_A_LIST: "not_a_list",
    NOT_AN_OBJECT: "not_an_object",
    WRONG_TYPE: "wrong_type",
    INVALID_VALUE: "invalid_value",
    SEVERAL_CHOICES: "several_choices",
    NO_CATEGORY: "no_category",
    DUPLICATE_ID: "duplicate_id",
    NOT_A_LINE: "not_a_line",
    NO_DATA_SOURCE: "invalid_data_source",
    INVALID_MEASUREMENT: "invalid_measurement",
    NOT_PERMITTED: "not_permitted",
    UNKNOWN_SOURCE: "unknown_source",
    TOO_LARGE: "too_large",
    NOT_AN_ITEM: "not_an_item",
}

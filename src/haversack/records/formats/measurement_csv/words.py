"""Why is a line of a table not taken, in a person's words? None of them quotes what the line says."""

from __future__ import annotations

NO_DATE = "The date of this line is missing, or not written in the order that was said."
NO_TIME = "The time of this line is not written as hours and minutes."
NO_VALUE = "No measurement of this line has a value."
NOT_A_NUMBER = "A value of this line is not a number as it was said that numbers are written."
HALF_A_PRESSURE = "Only one half of the blood pressure of this line has a value."
BROKEN_LINE = "This line has other columns than the first, or quotation marks that do not close."
WRONG_ENCODING = "This line is not in the encoding that was said."
NO_SUCH_COLUMN = "The table has no column {0} of the mapping, so nothing in it was taken. It is kept."
NO_MAPPING = "The mapping before this table is not as it has to be, so nothing in it was taken. It is kept."
NO_LINES = "The table holds no line with a measurement."

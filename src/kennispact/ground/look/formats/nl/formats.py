"""How Django itself writes and reads in Dutch; pages use the filters of ``look``."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H.i \\u\\u\\r"
TIME_FORMAT = "H.i"
SHORT_DATE_FORMAT = "d-m-Y"
SHORT_DATETIME_FORMAT = "d-m-Y H.i"
DATE_INPUT_FORMATS = ["%d-%m-%Y", "%Y-%m-%d"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3

"""The open workbook, used as a person at the desk would."""

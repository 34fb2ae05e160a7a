"""The letters by which spreadsheets name columns."""


def column_letter(position: int) -> str:
    """Return the spreadsheet's letter of a column, 0 is A and 26 is AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of the spreadsheet's column of these letters: A is 1 and AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

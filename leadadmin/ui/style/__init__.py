"""How things are drawn: fonts, sizes, style sheet, proxy style, and what follows the system's appearance."""

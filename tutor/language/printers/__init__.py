"""Trees as text: plain (it reads back to the same tree), Unicode, spoken words, LaTeX."""

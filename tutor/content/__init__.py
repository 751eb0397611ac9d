"""Problems, lessons and sets from files; faults with file, line and caret."""

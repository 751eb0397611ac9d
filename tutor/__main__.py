"""`python -m tutor` is the command `ae`."""

from tutor.app.command import main

if __name__ == "__main__":
    main()

"""``python -m ui.cli`` is ``paiban``."""

from ui.cli import main

if __name__ == "__main__":
    main()

"""``python -m counterlife`` is the command ``counterlife``."""

from counterlife.cli import main

if __name__ == "__main__":
    main()

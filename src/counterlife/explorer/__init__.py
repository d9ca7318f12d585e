"""The explorer: a page on this machine alone, on which rules are changed and consequences seen. Needs the extra ``explore``."""

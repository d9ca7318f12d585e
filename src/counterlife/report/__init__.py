"""Reports: one page of what a run found, its pictures, and the same in other formats. Needs the extra ``report``."""

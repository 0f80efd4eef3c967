"""A logbook as files that belong to the person: JSON, CSV, XLSX, and CSVs that LubeLogger takes."""

"""Files in and out: the week folder, CSV, XLSX."""

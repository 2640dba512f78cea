//! `data/territory/*.geojson` and `villes.csv` → `outlines.bin`.

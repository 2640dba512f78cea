//! `data/territory/*.csv` → `territory.bin`.

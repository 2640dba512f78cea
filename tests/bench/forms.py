"""How large the same data is in each published form, and as a pack.

    python3 forms.py STRUCTURES.json SERVICES.json [PACK]

Parquet is written as the publication’s own writer does: types as published, snappy, one file for each kind; and once more with
zstd. Needs `pyarrow`. Figures are in MB (a million bytes), structures and services together.
"""

import gzip
import json
import pathlib
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq


def typed(rows):
    """Columns as the publication has them: dates as days, numbers as doubles, lists of texts."""
    for row in rows:
        if row.get("date_maj") is not None:
            row["date_maj"] = row["date_maj"] // 86_400_000
    table = pa.Table.from_pylist(rows)
    at = table.schema.get_field_index("date_maj")
    days = table.column("date_maj").cast(pa.int32()).cast(pa.date32())
    return table.set_column(at, "date_maj", days)


def main():
    files = sys.argv[1:3]
    sizes = dict.fromkeys(["JSON", "JSON, gzip", "Parquet, snappy", "Parquet, zstd"], 0)
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            content = pathlib.Path(file).read_bytes()
            sizes["JSON"] += len(content)
            sizes["JSON, gzip"] += len(gzip.compress(content, 9))
            table = typed(json.loads(content))
            del content
            for codec in ["snappy", "zstd"]:
                path = pathlib.Path(folder) / codec
                pq.write_table(table, path, compression=codec)
                sizes[f"Parquet, {codec}"] += path.stat().st_size
            del table
    for pack in sys.argv[3:]:
        names = [path for path in pathlib.Path(pack).iterdir() if path.suffix in {".pack", ".json"}]
        for form, ending in [("as it is", ""), ("brotli", ".br"), ("gzip", ".gz")]:
            sizes[f"pack, {form}"] = sum(path.with_name(path.name + ending).stat().st_size for path in names)
    for form, size in sizes.items():
        print(f"{form}: {size / 1e6:.1f} MB")


main()

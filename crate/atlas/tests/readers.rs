//! Every reader on bytes that nobody wrote: random ones, and good files with bytes changed, lost and doubled.
//!
//! None may panic, go on for ever or fill the memory, and how the bytes are cut must change nothing. A few hundred files
//! each; with `ATLAS_FUZZ_SECONDS`, other ones at every run, for as long.
#![allow(clippy::unwrap_used, clippy::panic)]

use atlas::reader::{
    Cell, CellValue, Fault, Format, Members, RawRecord, ReadError, Records, Row, Take, Taken, csv_cell,
    members,
};
use peak_alloc::PeakAlloc;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What all tests together may take: they run at the same time, on files of a few kilobytes.
const MEMORY_LIMIT: f32 = 256.0;

/// Runs a test on many values.
fn on_many<S: Strategy>(strategy: &S, test: impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: std::fmt::Debug,
{
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let Some(seconds) = std::env::var("ATLAS_FUZZ_SECONDS").ok() else {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        return TestRunner::new_with_rng(config, rng).run(strategy, test).unwrap();
    };
    let until = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
    while Instant::now() < until {
        TestRunner::new(config.clone()).run(strategy, &test).unwrap();
    }
}

/// What is read, in words.
#[derive(Default)]
struct Seen {
    records: Vec<String>,
    /// Whether JSON is taken where it lies, if possible.
    ahead: bool,
}

impl Take for Seen {
    fn json_ahead(&mut self, text: &str) -> Option<Taken> {
        if !self.ahead {
            return None;
        }
        let mut found = Members::ahead(text);
        while found.next_key("").ok()?.is_some() {
            found.value().ok()?;
        }
        let (lines, line_start) = found.lines();
        self.records.push(text[..found.offset()].to_owned());
        Some(Taken { bytes: found.offset(), lines, line_start })
    }

    fn json(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        if record.bytes.first() == Some(&b'{') {
            let error = |fault: Fault| record.error(fault.kind, fault.offset);
            for member in members(record.bytes).map_err(error)? {
                member.map_err(error)?;
            }
        }
        self.records.push(String::from_utf8(record.bytes.to_vec()).unwrap());
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        self.records.push(format!("{row:?}"));
        Ok(())
    }
}

/// Reads a file in pieces of these sizes again and again. Gives its records and how the reading ended.
fn read(
    format: Option<Format>,
    file: &[u8],
    ahead: bool,
    sizes: &[usize],
) -> (Vec<String>, Result<u64, ReadError>) {
    let mut records = Records::new(format);
    let mut seen = Seen { ahead, ..Seen::default() };
    let mut sizes = sizes.iter().cycle();
    let mut rest = file;
    while let Some(size) = sizes.next().filter(|_| !rest.is_empty()) {
        let (chunk, after) = rest.split_at(rest.len().min(*size));
        if let Err(error) = records.push(chunk, &mut seen) {
            return (seen.records, Err(error));
        }
        rest = after;
    }
    let result = records.finish(&mut seen).map(|end| end.records);
    if let Ok(count) = result {
        assert_eq!(count, seen.records.len() as u64);
    }
    (seen.records, result)
}

/// Reads a file whole and in pieces: there must be no difference.
fn cut_anywhere(format: Option<Format>, file: &[u8], sizes: &[usize]) -> TestCaseResult {
    let whole = read(format, file, false, &[file.len()]);
    prop_assert_eq!(&read(format, file, true, &[file.len()]), &whole);
    prop_assert_eq!(&read(format, file, false, sizes), &whole);
    prop_assert_eq!(&read(format, file, true, sizes), &whole);
    prop_assert!(MEMORY.peak_usage_as_mb() < MEMORY_LIMIT, "{} MB", MEMORY.peak_usage_as_mb());
    Ok(())
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![vec(1..4usize, 1..4), vec(1..200usize, 1..8)]
}

#[derive(Clone, Debug)]
enum Change {
    Put(Index, Vec<u8>),
    Over(Index, u8),
    Lose(Index, usize),
    Double(Index, usize),
}

impl Change {
    fn make(&self, file: &mut Vec<u8>) {
        let end = |at: usize, length: &usize, file: &[u8]| (at + length).min(file.len());
        let place = |index: &Index, file: &[u8]| index.index(file.len() + 1);
        match self {
            Self::Put(at, bytes) => {
                let at = place(at, file);
                drop(file.splice(at..at, bytes.iter().copied()));
            }
            Self::Over(at, byte) => {
                let at = place(at, file);
                file.get_mut(at).into_iter().for_each(|place| *place = *byte);
            }
            Self::Lose(at, length) => {
                let at = place(at, file);
                drop(file.drain(at..end(at, length, file)));
            }
            Self::Double(at, length) => {
                let at = place(at, file);
                let again = file[at..end(at, length, file)].to_vec();
                drop(file.splice(at..at, again));
            }
        }
    }
}

/// A few changes, of which some put in what matters to a format.
fn changes(tokens: &'static [&'static str]) -> impl Strategy<Value = Vec<Change>> {
    let put =
        (any::<Index>(), select(tokens)).prop_map(|(at, token)| Change::Put(at, token.as_bytes().to_vec()));
    let bytes = (any::<Index>(), vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Change::Put(at, bytes));
    let over = (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Over(at, byte));
    let lose = (any::<Index>(), 1..40usize).prop_map(|(at, length)| Change::Lose(at, length));
    let double = (any::<Index>(), 1..400usize).prop_map(|(at, length)| Change::Double(at, length));
    vec(prop_oneof![3 => put, 1 => bytes, 1 => over, 1 => lose, 1 => double], 0..6)
}

/// Files of tokens, and one of these files with changes.
fn files(good: &'static [&'static str], tokens: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let random = vec(
        prop_oneof![4 => select(tokens).prop_map(|token| token.as_bytes().to_vec()), 1 => vec(any::<u8>(), 1..3)],
        0..80,
    );
    let changed = (select(good), changes(tokens)).prop_map(|(file, changes)| {
        let mut file = file.as_bytes().to_vec();
        changes.iter().for_each(|change| change.make(&mut file));
        file
    });
    prop_oneof![random.prop_map(|pieces| pieces.concat()), changed]
}

const JSON_TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u00e9",
    "\\ud83d",
    "é",
    "\u{feff}",
    "\n",
    "\r\n",
    " ",
    "0",
    "-1.5e3",
    "01",
    "null",
    "true",
    "\"a\"",
    "\"a\":",
    "{}",
    "{\"é\":1}",
    "\"type\":\"FeatureCollection\"",
    "\"features\":[",
    "\"properties\":{",
    "[[[[[[[[[[[[[[[[",
    "\0",
];

fn json_reader(format: Format, good: &'static [&'static str]) {
    on_many(&(files(good, JSON_TOKENS), sizes(), any::<bool>()), |(file, sizes, told)| {
        cut_anywhere(told.then_some(format), &file, &sizes)
    });
}

#[test]
fn the_json_reader_stands_anything() {
    json_reader(
        Format::Json,
        &[
            r#"[{"id": "a", "nom": "L\u0027Épicerie \"du\" coin", "thematiques": ["mobilite", "sante"], "x": null}, 12, "é", [1, {}], {"b": {"c": [true, -1.5e3]}}]"#,
            "[\n  {\n    \"id\": \"a\",\n    \"é\": [\n      1\n    ]\n  },\n  {}\n]\n",
        ],
    );
}

#[test]
fn the_ndjson_reader_stands_anything() {
    json_reader(
        Format::NdJson,
        &["{\"id\": \"a\"}\n{\"id\": \"é\", \"b\": [1, 2]}\r\n\n12\n\"x\" null\n{\n \"a\": {}\n}"],
    );
}

#[test]
fn the_geojson_reader_stands_anything() {
    json_reader(
        Format::GeoJson,
        &[
            r#"{"type": "FeatureCollection", "crs": {"a": [1]}, "features": [{"type": "Feature", "properties": {"id": "é"}, "geometry": null}, {"properties": null}, 12], "n": [{}]}"#,
            r#"{"features": [{"properties": {"a": 1}}], "type": "FeatureCollection"}"#,
        ],
    );
}

#[test]
fn the_csv_reader_stands_anything() {
    const GOOD: &[&str] = &[
        "id;nom;thematiques\r\n1;\"L’Épicerie ; \"\"la\"\" vraie\";\"['a', 'b']\"\r\n2;b\r\n\r\n3;\"sur\ndeux\r\nlignes\";c;d\r\n",
        "\u{feff}id,nom\n1,a\n2,\"b\"\n",
        "id\tnom\r1\t2\r",
    ];
    const TOKENS: &[&str] = &[
        "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", " ", "a", "é", "\u{feff}", "nom", "\"a;b\"",
        ";;;;;;", "\0",
    ];
    on_many(
        &(files(GOOD, TOKENS), sizes(), any::<bool>(), any::<bool>()),
        |(mut file, sizes, told, latin)| {
            if latin {
                file.extend(b";\xE9\xFF\n\x80;");
                file.rotate_right(2);
            }
            cut_anywhere(told.then_some(Format::Csv), &file, &sizes)
        },
    );
}

/// The files in a workbook like the official example: two sheets, dates, an index, rows to ignore.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for name in ["Structures", "Services"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 1, ["__ignore__", "id", "nom", "date_maj", "latitude"]).unwrap();
        for row in 1..6 {
            sheet.write(row, 0, row).unwrap();
            sheet.write(row, 2, format!("{name}-{row}")).unwrap();
            sheet.write(row, 3, " L’Épicerie & « la » <vraie> ").unwrap();
            sheet.write_with_format(row, 4, 46_000 + row, &date).unwrap();
            sheet.write(row, 5, 48.85).unwrap();
        }
        sheet.write(3, 1, true).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
});

fn zip(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const XML_TOKENS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</c>",
    "</row>",
    "<row>",
    "<row r=\"9\">",
    "<c r=\"A3\">",
    "<c>",
    "<c r=\"ZZZZZZZZZZ9\">",
    "<c r=\"A99999999999\" t=\"s\">",
    "<v>1</v>",
    "<v>99999999999999999999</v>",
    "<v>-1e308</v>",
    "<v>NaN</v>",
    " r=\"XFD1048576\"",
    " r=\"\"",
    " t=\"s\"",
    " t=\"b\"",
    " t=\"e\"",
    " t=\"d\"",
    " t=\"n\"",
    " t=\"inlineStr\"",
    " s=\"99999999999\"",
    " s=\"1\"",
    " uniqueCount=\"99999999999\"",
    " ref=\"B2:A1\"",
    " ref=\"A\"",
    "<dimension ref=\"A9:A1\"/>",
    "<is><t>",
    "</t></is>",
    "<si>",
    "<f>",
    "&",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "_x000D_",
    "_xD83D_",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml",
    "?>",
    "é",
    "\0",
    " numFmtId=\"99999999999\"",
    " date1904=\"1\"",
    "/",
    "..",
    "xl",
    "rId1",
    " Target=\"/\"",
    " Id=\"\"",
    "\"",
    "'",
];

#[test]
fn the_xlsx_reader_stands_anything() {
    // Inside: one of the files that a workbook is made of.
    let inside =
        (any::<Index>(), changes(XML_TOKENS), any::<bool>()).prop_map(|(which, changes, deflated)| {
            let mut parts = PARTS.clone();
            let which = which.index(parts.len());
            changes.iter().for_each(|change| change.make(&mut parts[which].1));
            zip(&parts, if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored })
        });
    // Outside: the zip file itself.
    let outside = (changes(&["PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\0\0\0\0"]), any::<bool>()).prop_map(
        |(changes, deflated)| {
            let mut file =
                zip(&PARTS, if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored });
            changes.iter().for_each(|change| change.make(&mut file));
            file
        },
    );
    let random = vec(any::<u8>(), 0..200).prop_map(|bytes| [b"PK\x03\x04", &bytes[..]].concat());
    on_many(
        &(prop_oneof![6 => inside, 3 => outside, 1 => random], sizes(), any::<bool>()),
        |(file, sizes, told)| cut_anywhere(told.then_some(Format::Xlsx), &file, &sizes),
    );
}

/// Texts of a table: commas, quotes and line ends of every kind.
fn texts() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5usize).prop_flat_map(|columns| vec(vec("[a-zé😀 ,;\"\r\n\t]{0,8}", columns), 1..6))
}

#[test]
fn the_csv_reader_gives_back_what_a_writer_wrote() {
    struct Check<'a>(&'a str, std::vec::IntoIter<&'a Vec<String>>);
    impl Take for Check<'_> {
        fn json(&mut self, _: RawRecord<'_>) -> Result<(), ReadError> {
            panic!("a table has no JSON")
        }
        fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
            let wanted = self.1.next().unwrap();
            for (Cell { value, line, column, span, .. }, wanted) in row.cells.iter().zip(wanted) {
                assert_eq!(value.text().unwrap_or_default(), *wanted);
                let (from, to) = span.unwrap();
                let (before, written) = (&self.0[..from as usize], &self.0[from as usize..to as usize]);
                let again = csv_cell(wanted, row.delimiter.unwrap(), row.cp1252);
                assert_eq!(again.as_deref(), Some(written.as_bytes()));
                let lines: Vec<&str> = before
                    .split('\n')
                    .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
                    .collect();
                assert_eq!(*line as usize, lines.len());
                assert_eq!(*column as usize, lines.last().unwrap().chars().count() + 1);
            }
            Ok(())
        }
    }
    on_many(&(texts(), select(&b",;\t"[..]), any::<bool>(), sizes()), |(rows, delimiter, crlf, sizes)| {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
        // A name that needs no quotes in any column, and a last column that is never empty: so no row is blank.
        let names: Vec<String> = (0..=rows[0].len()).map(|number| format!("nom{number}")).collect();
        let rows: Vec<Vec<String>> =
            rows.into_iter().map(|row| [row, vec!["x".to_owned()]].concat()).collect();
        writer.write_record(&names).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let file = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mut check = Check(&file, rows.iter().collect::<Vec<_>>().into_iter());
        let mut records = Records::new(Some(Format::Csv));
        let mut sizes = sizes.iter().cycle();
        let mut rest = file.as_bytes();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
            records.push(chunk, &mut check).unwrap();
            rest = after;
        }
        prop_assert_eq!(records.finish(&mut check).map(|end| end.records), Ok(rows.len() as u64));
        Ok(())
    });
}

#[test]
fn the_xlsx_reader_gives_back_what_a_writer_wrote() {
    struct Check(Vec<Vec<Option<String>>>);
    impl Take for Check {
        fn json(&mut self, _: RawRecord<'_>) -> Result<(), ReadError> {
            panic!("a table has no JSON")
        }
        fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
            let cell = |cell: &Cell<'_>| {
                assert_eq!(cell.column, cell.number);
                match &cell.value {
                    CellValue::Number(number) => Some(format!("n{number}")),
                    value => value.text().map(|text| text.into_owned()),
                }
            };
            self.0.push(row.cells.iter().map(cell).collect());
            Ok(())
        }
    }
    let cell = prop_oneof![
        Just(None),
        "[a-mé😀 ,&<>\"\n]{1,8}".prop_map(Some),
        (-1e15..1e15f64).prop_map(|number| Some(format!("n{number}"))),
        any::<i32>().prop_map(|number| Some(format!("n{number}"))),
    ];
    let rows = vec(vec(cell, 3), 1..6);
    on_many(&rows, |rows| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_row(0, 0, ["a", "b", "c"]).unwrap();
        for (at, row) in (1..).zip(&rows) {
            for (column, cell) in (0..).zip(row) {
                let Some(cell) = cell else { continue };
                match cell.strip_prefix('n').and_then(|number| number.parse::<f64>().ok()) {
                    Some(number) => sheet.write(at, column, number).unwrap(),
                    None => sheet.write(at, column, cell).unwrap(),
                };
            }
        }
        let file = workbook.save_to_buffer().unwrap();
        let mut check = Check(Vec::new());
        let mut records = Records::new(None);
        records.push(&file, &mut check).unwrap();
        let count = records.finish(&mut check).unwrap().records;
        let wanted: Vec<_> = rows.into_iter().filter(|row| row.iter().any(Option::is_some)).collect();
        prop_assert_eq!(count, wanted.len() as u64);
        prop_assert_eq!(check.0, wanted);
        Ok(())
    });
}

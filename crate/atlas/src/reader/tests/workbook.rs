//! Workbooks as producers make them, and as they shouldn't.

use super::super::ReadErrorKind::{
    Empty, Encrypted, OldWorkbook, TooLong, TooManyColumns, TooManyRows, Workbook as Damaged, WorkbookTooBig,
    WorkbookTooLong,
};
use super::super::*;
use super::support::*;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn of_file(mut workbook: rust_xlsxwriter::Workbook) -> Vec<u8> {
    workbook.save_to_buffer().unwrap()
}

fn seen(file: &[u8]) -> Vec<String> {
    let whole = read_as(None, file, &[]);
    for cut in [1, 3, 4, 5, file.len() / 2, file.len() - 1] {
        assert_eq!(read_as(None, file, &[cut]), whole);
    }
    assert_eq!(whole.1, Ok(whole.0.len() as u64), "{:?}", whole.0);
    whole.0
}

fn refused(file: &[u8]) -> (ReadErrorKind, u64) {
    let error = read_as(None, file, &[]).1.unwrap_err();
    (error.kind, error.position.line)
}

#[test]
fn cells_are_read_as_they_are_meant() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let names =
        ["texte", "siret", "latitude", "vrai", "date", "instant", "heure", "erreur", "formule", "vide"];
    sheet.write_row(0, 0, names).unwrap();
    let day = |format: &str| Style::new().set_num_format(format);
    sheet.write(1, 0, "  Épicerie\n« la belle » ").unwrap();
    sheet.write(1, 1, 60_487_647_500_499_f64).unwrap();
    sheet.write(1, 2, 48.85).unwrap();
    sheet.write(1, 3, true).unwrap();
    let date = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_with_format(1, 4, &date, &day("dd/mm/yyyy")).unwrap();
    let instant = ExcelDateTime::from_ymd(2026, 3, 1).unwrap().and_hms(10, 30, 0).unwrap();
    sheet.write_with_format(1, 5, &instant, &day("yyyy-mm-dd hh:mm")).unwrap();
    sheet.write_with_format(1, 6, 0.4375, &day("hh:mm")).unwrap();
    sheet.write(1, 7, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write(1, 8, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_blank(1, 9, &Style::new().set_bold()).unwrap();
    assert_eq!(
        seen(&of_file(workbook)),
        [concat!(
            "0 @0 2:1 Sheet1 | 1 texte=  Épicerie\n« la belle »  2:1 | 2 siret=60487647500499 2:2 | 3 latitude=48.85 2:3 ",
            "| 4 vrai=true 2:4 | 5 date=2026-03-01 2:5 | 6 instant=2026-03-01T10:30:00 2:6 | 7 heure=10:30:00 2:7 ",
            "| 8 erreur=#N/A 2:8 | 9 formule=2 2:9 | 10 vide=∅ 2:10"
        )]
    );
}

#[test]
fn sheets_are_found_by_their_names() {
    let book = |names: &[&str]| {
        let mut workbook = Workbook::new();
        for name in names {
            let sheet = workbook.add_worksheet().set_name(*name).unwrap();
            sheet.write(0, 0, "id").unwrap();
            sheet.write(1, 0, *name).unwrap();
        }
        let all = seen(&of_file(workbook));
        all.iter()
            .map(|text| text.rsplit('=').next().unwrap().split(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(book(&["Aide", "Services", "Structures"]), ["Structures", "Services"]);
    assert_eq!(book(&["SERVICE", "stRucture", "Listes"]), ["stRucture", "SERVICE"]);
    assert_eq!(book(&["Aide", "Sérvices"]), ["Sérvices"]);
    assert_eq!(book(&["Feuille1", "Feuille2"]), ["Feuille1"]);
}

#[test]
fn rows_that_are_no_records_are_left_out() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    // An index without name, as programs write it; a title row is a header, so the table begins lower.
    for (row, cells) in [
        (2, ["", " id ", "__ignore__", "", "nom"]),
        (3, ["0", "a", "", "", "A"]),
        (4, ["1", "exemple", "oui", "", "Exemple"]),
        (5, ["2", "", "", "", ""]),
        (6, ["3", "", "False", "", "B"]),
        (8, ["4", "c", "", "perdu", ""]),
    ] {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    sheet.write(8, 7, "loin").unwrap();
    assert_eq!(
        seen(&of_file(workbook)),
        ["0 @0 4:1 Sheet1 | 2 id=a 4:2 | 5 nom=A 4:5", "1 @0 9:1 Sheet1 +2 | 2 id=c 9:2 | 5 nom=∅ 9:5",]
    );
}

#[test]
fn an_empty_sheet_has_no_record() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    assert_eq!(refused(&of_file(workbook)), (Empty, 1));
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Structures").unwrap().write(0, 0, "id").unwrap();
    workbook.add_worksheet().set_name("Services").unwrap();
    assert_eq!(seen(&of_file(workbook)), [""; 0]);
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "id").unwrap();
    sheet.write(1, 0, "a").unwrap();
    sheet.write(1_048_575, 16_383, "loin").unwrap();
    assert_eq!(
        seen(&of_file(workbook)),
        ["0 @0 2:1 Sheet1 | 1 id=a 2:1", "1 @0 1048576:1 Sheet1 +1 | 1 id=∅ 1048576:1"]
    );
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["nom"; MAX_COLUMNS + 1]).unwrap();
    assert_eq!(refused(&of_file(workbook)), (TooManyColumns, 1));
}

/// A zip file of these contents.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, deflated).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with these rows and shared texts.
fn book(dimension: &str, rows: &str, texts: &str) -> Vec<u8> {
    let sheet =
        format!("<worksheet><dimension ref=\"{dimension}\"/><sheetData>{rows}</sheetData></worksheet>");
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    zip(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
    ])
}

const ROWS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>"#;
const TEXTS: &str = "<sst uniqueCount=\"0\"></sst>";

#[test]
fn what_a_workbook_says_of_itself_is_not_trusted() {
    assert_eq!(seen(&book("A1:B2", ROWS, TEXTS)), ["0 @0 2:1 A | 1 id=7 2:1"]);
    assert_eq!(seen(&book("A1:XFD1048576", ROWS, TEXTS)).len(), 1);
    assert_eq!(refused(&book("B2:A1", ROWS, TEXTS)).0, Damaged);
    assert_eq!(refused(&book("A1:A99999999999", ROWS, TEXTS)).0, Damaged);
    assert_eq!(refused(&book("A1", ROWS, "<sst uniqueCount=\"9999999999999999\"></sst>")).0, Damaged);
    let row = |cell: &str| book("A1", &format!("{ROWS}<row><c r=\"{cell}\"><v>1</v></c></row>"), TEXTS);
    assert_eq!(refused(&row("A0")).0, Damaged);
    assert_eq!(refused(&row("ABCDEFGHIJK1")).0, Damaged);
    assert_eq!(refused(&row("ZZZ3")), (Damaged, 3));
    assert_eq!(refused(&row("A1048577")), (TooManyRows, 1_048_577));
    assert_eq!(
        refused(&book("A1", &format!("{ROWS}<row r=\"3\"><c r=\"A3\" t=\"s\"><v>5</v></c></row>"), TEXTS)).0,
        Damaged
    );
    assert_eq!(refused(&book("A1", "<row><c>", TEXTS)).0, Damaged);
}

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = vec![b' '; 64 << 20];
    let bomb = book("A1", &format!("{ROWS}{}", std::str::from_utf8(&zeros).unwrap()), TEXTS);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb).0, TooLong);
    let rows = "<row r=\"3\"><c r=\"A3\"/></row>".repeat(2_000_000);
    assert_eq!(refused(&book("A1", &format!("{ROWS}{rows}"), TEXTS)).0, WorkbookTooBig);
    // Many files that are small enough by themselves.
    let part = " <a/>".repeat(4 << 20);
    assert_eq!(refused(&zip(&[("a.xml", part.as_bytes()), ("b.xml", part.as_bytes())])).0, WorkbookTooBig);
}

#[test]
fn what_is_no_workbook_is_told_as_such() {
    assert_eq!(refused(b"PK\x03\x04 and no more").0, Damaged);
    assert_eq!(refused(&zip(&[("a.txt", b"a")])).0, Damaged);
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on").0, OldWorkbook);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &name[..]].concat()).0, Encrypted);
    let mut secret = zip(&[("_rels/.rels", b"<a/>")]);
    let at = secret.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    (secret[6], secret[at + 8]) = (1, 1);
    assert_eq!(refused(&secret).0, Encrypted);
    let text = read_as(Some(Format::Xlsx), b"id;nom;source\n", &[]).1.unwrap_err();
    assert_eq!(text.kind, Damaged);
}

#[test]
fn a_long_file_is_refused_before_it_fills_the_memory() {
    struct Nothing;
    impl Take for Nothing {
        fn json(&mut self, _: RawRecord<'_>) -> Result<(), ReadError> {
            Ok(())
        }
        fn row(&mut self, _: &Row<'_>) -> Result<(), ReadError> {
            Ok(())
        }
    }
    let mut records = Records::new(None);
    records.push(b"PK\x03\x04\0\0\0\0", &mut Nothing).unwrap();
    let chunk = vec![0; 1 << 20];
    let error = (0..100).find_map(|_| records.push(&chunk, &mut Nothing).err()).unwrap();
    assert_eq!(error.kind, WorkbookTooLong);
}

//! Workbooks as producers make them, and as they shouldn't.

use super::super::ReadErrorKind::{
    Empty, Encrypted, OldWorkbook, TooLong, TooManyColumns, TooManyRows, Workbook as Damaged,
    WorkbookEncoding, WorkbookTooBig, WorkbookTooLong,
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

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(of: &[(&str, &str, &str)]) -> String {
    let relation = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", of.iter().map(relation).collect::<String>())
}

/// A workbook of one sheet, with these rows and shared texts.
fn book(dimension: &str, rows: &str, texts: &str) -> Vec<u8> {
    let sheet =
        format!("<worksheet><dimension ref=\"{dimension}\"/><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        ("_rels/.rels", relations(&[("r1", "officeDocument", "xl/workbook.xml")]).as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", relations(&[("r1", "worksheet", "worksheets/sheet1.xml")]).as_bytes()),
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
    assert_eq!(seen(&book("B2:A1", ROWS, TEXTS)).len(), 1);
    assert_eq!(seen(&book("A1:A99999999999", ROWS, TEXTS)).len(), 1);
    assert_eq!(seen(&book("A1", ROWS, "<sst uniqueCount=\"9999999999999999\"></sst>")).len(), 1);
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
    // Several files that are small enough by themselves; those that aren't read take nothing.
    let part = " <si/>".repeat(3 << 20);
    let texts = format!("<sst>{part}</sst>");
    assert_eq!(seen(&book("A1", ROWS, &texts)).len(), 1);
    assert_eq!(
        refused(&book("A1", &format!("{ROWS}{}", rows.split_at(20 << 20).0), &texts)).0,
        WorkbookTooBig
    );
}

/// A workbook of one sheet like those of other programs: shared texts, styles, a prefix of one's own, the strict edition.
fn foreign(rows: &str, from_1904: bool) -> Vec<u8> {
    const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let workbook = format!(
        "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:q=\"{STRICT}\"><x:workbookPr \
         date1904=\"{from_1904}\"/><x:sheets><x:sheet name=\"L’&#233;té &amp; co\" sheetId=\"1\" q:id=\"r2\"/>\
         </x:sheets></x:workbook>"
    );
    let relations = |of: &[(&str, &str, &str)]| relations(of).replace(OFFICE, STRICT);
    let texts = "<x:sst><x:si><x:t> id </x:t></x:si><x:si><x:r><x:rPr><x:b/></x:rPr><x:t xml:space=\"preserve\">La </x:t>\
                 </x:r><x:r><x:t>belle&#10;_x00C9_picerie_x005F_x</x:t></x:r><x:rPh sb=\"0\" eb=\"1\"><x:t>non</x:t></x:rPh>\
                 </x:si><x:si/></x:sst>";
    let formats: String = FORMATS
        .iter()
        .zip(164..)
        .map(|(code, id)| format!("<x:numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"))
        .collect();
    let styles: String = (164..164 + FORMATS.len())
        .chain([14, 46, 2])
        .map(|id| format!("<x:xf numFmtId=\"{id}\"/>"))
        .collect();
    let styles = format!(
        "<x:styleSheet><x:numFmts>{formats}</x:numFmts><x:cellStyleXfs><x:xf numFmtId=\"14\"/></x:cellStyleXfs>\
         <x:cellXfs>{styles}</x:cellXfs></x:styleSheet>"
    );
    let sheet = format!("<x:worksheet><x:sheetData>{rows}</x:sheetData></x:worksheet>");
    zip(&[
        ("_rels/.rels", relations(&[("a", "officeDocument", "/book/main.xml")]).as_bytes()),
        ("book/main.xml", workbook.as_bytes()),
        (
            "book/_rels/main.xml.rels",
            relations(&[
                ("r1", "chartsheet", "chart.xml"),
                ("r2", "worksheet", "../Sheets/One.xml"),
                ("r3", "sharedStrings", "/texts.xml"),
                ("r4", "styles", "./styles.xml"),
            ])
            .as_bytes(),
        ),
        ("sheets\\one.xml", sheet.as_bytes()),
        ("texts.xml", texts.as_bytes()),
        ("book/styles.xml", styles.as_bytes()),
    ])
}

/// Formats that a workbook has of its own; the first is that of cells that tell none.
const FORMATS: [&str; 9] = [
    "General",
    "dd/mm/yyyy;@",
    "[$-40C]d\\ mmmm\\ yyyy",
    "[hh]:mm",
    "#,##0.00\\ &quot;heures par jour&quot;;[Red]-d",
    "[Red]0_y",
    "h:mm AM/PM",
    "yyyy-mm-dd\\Thh:mm:ss.000",
    "0*d",
];

/// What is read of such a workbook's cells, of which each has a column of its own.
fn values(cells: &[&str], from_1904: bool) -> Vec<String> {
    let names = "<x:c t=\"inlineStr\"><x:is><x:t>n</x:t></x:is></x:c>".repeat(cells.len());
    let file = foreign(&format!("<x:row>{names}</x:row><x:row>{}</x:row>", cells.concat()), from_1904);
    let value = |cell: &str| cell.split_once('=').unwrap().1.rsplit_once(' ').unwrap().0.to_owned();
    seen(&file)[0].split(" | ").skip(1).map(value).map(|value| value.trim_end().to_owned()).collect()
}

#[test]
fn texts_are_read_however_they_are_written() {
    assert_eq!(
        values(
            &[
                "<x:c t=\"s\"><x:v>1</x:v></x:c>",
                "<x:c t=\"s\"><x:v>2</x:v></x:c>",
                "<x:c t=\"inlineStr\"><x:is><x:r><x:t>a_x000D_</x:t></x:r><x:r><x:t><![CDATA[<b>]]> </x:t></x:r></x:is></x:c>",
                "<x:c t=\"str\"><x:f>A1&amp;\"v\"</x:f><x:v>l&apos;un_xZZZZ_ _x00</x:v></x:c>",
                "<x:c t=\"e\"><x:v>#SPILL!</x:v></x:c>",
                "<x:c t=\"b\"><x:v>1</x:v></x:c>",
                "<x:c t=\"d\"><x:v>2026-03-01</x:v></x:c>",
                "<x:c t=\"n\"><x:v>1E3</x:v></x:c>",
                "<x:c><x:v>48.850000000000001</x:v></x:c>",
                "<x:c><x:v>quinze</x:v></x:c>",
            ],
            false
        ),
        [
            "La belle\nÉpicerie_x",
            "∅",
            "a\r<b>",
            "l'un_xZZZZ_ _x00",
            "#SPILL!",
            "true",
            "2026-03-01",
            "1000",
            "48.85",
            "quinze"
        ]
    );
    assert_eq!(refused(&foreign("<x:row><x:c t=\"s\"><x:v>9</x:v></x:c></x:row>", false)).0, Damaged);
    assert_eq!(refused(&foreign("<x:row><x:c><x:v>&eacute;</x:v></x:c></x:row>", false)).0, Damaged);
}

#[test]
fn rows_and_cells_need_no_numbers() {
    let cell = |told: &str, text: &str| format!("<x:c{told} t=\"str\"><x:v>{text}</x:v></x:c>");
    let rows = [
        cell(" r=\"B1\"", "id") + &cell("", "nom"),
        cell("", "i") + &cell("", "1") + &cell("", "a"),
        String::new(),
        cell(" r=\"C4\"", "b"),
    ];
    let rows: String = rows.iter().map(|row| format!("<x:row>{row}</x:row>")).collect();
    let far = format!("<x:row r=\"9\">{}{}</x:row><x:row>{0}{0}</x:row>", cell("", ""), cell("", "c"));
    assert_eq!(
        seen(&foreign(&(rows + &far), false)),
        [
            "0 @0 2:1 L’été & co | 2 id=1 2:2 | 3 nom=a 2:3",
            "1 @0 4:1 L’été & co | 2 id=∅ 4:2 | 3 nom=b 4:3",
            "2 @0 9:1 L’été & co | 2 id=c 9:2 | 3 nom=∅ 9:3",
        ]
    );
}

#[test]
fn numbers_are_dates_by_their_format() {
    let days = |style: usize, days: &str| format!("<x:c s=\"{style}\"><x:v>{days}</x:v></x:c>");
    let read = |of: &[(usize, &str)], from_1904| {
        let cells: Vec<String> = of.iter().map(|(style, number)| days(*style, number)).collect();
        values(&cells.iter().map(String::as_str).collect::<Vec<_>>(), from_1904)
    };
    let each: Vec<(usize, &str)> = (0..FORMATS.len() + 4).map(|style| (style, "46082.4375")).collect();
    let (number, date, hours) = ("46082.4375", "2026-03-01T10:30:00", "1105978:30:00");
    assert_eq!(
        read(&each, false),
        [number, date, date, hours, number, number, date, date, number, date, hours, number, number]
    );
    assert_eq!(
        read(
            &[
                (1, "0.5"),
                (1, "1"),
                (1, "59"),
                (1, "60"),
                (1, "61"),
                (1, "366"),
                (1, "367"),
                (1, "45351"),
                (1, "2958465"),
                (1, "2958466"),
                (1, "-1"),
                (1, "46082.999999999999"),
                (1, "46082.5000001")
            ],
            false
        ),
        [
            "12:00:00",
            "1900-01-01",
            "1900-02-28",
            "1900-02-29",
            "1900-03-01",
            "1900-12-31",
            "1901-01-01",
            "2024-02-29",
            "9999-12-31",
            "2958466",
            "-1",
            "2026-03-02",
            "2026-03-01T12:00:00.009"
        ]
    );
    assert_eq!(read(&[(1, "1"), (1, "44620"), (3, "1.5")], true), ["1904-01-02", "2026-03-01", "36:00:00"]);
}

#[test]
fn another_encoding_is_told_as_such() {
    let utf16 = |mark: &str| -> Vec<u8> {
        format!("{mark}<sst></sst>").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    for texts in [utf16("\u{feff}"), utf16(""), b"<sst><si><t>\xE9t\xE9</t></si></sst>".to_vec()] {
        let file = zip(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
            ("xl/sharedStrings.xml", &texts),
        ]);
        assert_eq!(refused(&file).0, WorkbookEncoding);
    }
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

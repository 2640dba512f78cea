//! CSV as producers write it.

use super::super::ReadErrorKind::*;
use super::super::*;
use super::support::*;

#[test]
fn cells_have_their_names_places_and_bytes() {
    assert_eq!(
        records("id,nom\r\n1,\"Épi, la \"\"belle\"\"\"\r\n2,\r\n".as_bytes()),
        [
            "0 @8 2:1 | 1 id=1 2:1 @8..9 | 2 nom=Épi, la \"belle\" 2:3 @10..30",
            "1 @32 3:1 | 1 id=2 3:1 @32..33 | 2 nom=∅ 3:3 @34..34",
        ]
    );
    assert_eq!(
        records("é;b;c\n\"ligne 1\nligne é\r\nfin\";à;z".as_bytes()),
        ["0 @7 2:1 | 1 é=ligne 1\nligne é\r\nfin 2:1 @7..30 | 2 b=à 4:6 @31..33 | 3 c=z 4:8 @34..35"]
    );
}

#[test]
fn the_delimiter_is_the_one_of_the_header() {
    assert_eq!(
        records(b"a,b;c;d\n1;2,3;4")[0],
        "0 @8 2:1 | 1 a,b=1 2:1 @8..9 | 2 c=2,3 2:3 @10..13 | 3 d=4 2:7 @14..15"
    );
    assert_eq!(records(b"\"a;b;c\",d\n1,2")[0], "0 @10 2:1 | 1 a;b;c=1 2:1 @10..11 | 2 d=2 2:3 @12..13");
    assert_eq!(records(b"a\tb\n1\t2")[0], "0 @4 2:1 | 1 a=1 2:1 @4..5 | 2 b=2 2:3 @6..7");
    assert_eq!(records(b"nom\n1;2,3")[0], "0 @4 2:1 +1 | 1 nom=1;2 2:1 @4..7");
}

#[test]
fn lines_end_in_any_way_and_blank_ones_are_skipped() {
    for end in ["\n", "\r\n", "\r"] {
        let file = ["", "  ", "a;b", "1;2", "", " ", ";", "\"\";", "3;4", ""].join(end);
        let seen = records(file.as_bytes());
        let places: Vec<&str> = seen.iter().map(|text| text.split(' ').nth(2).unwrap()).collect();
        assert_eq!(places, ["4:1", "9:1"], "{end:?} {seen:?}");
    }
}

#[test]
fn quotes_within_a_cell_are_letters() {
    assert_eq!(
        records(b"a,b,c\nl\"ate,\"x\"y \"z,\"\""),
        ["0 @6 2:1 | 1 a=l\"ate 2:1 @6..11 | 2 b=xy \"z 2:7 @12..19 | 3 c=\u{2205} 2:15 @20..22"]
    );
    assert_eq!(fault("a,b\né,\"jamais\nfermé".as_bytes()), (Quote, 7, 2, 3));
    assert_eq!(fault(b"a,\"b"), (Quote, 2, 1, 3));
}

#[test]
fn rows_may_be_longer_or_shorter_than_the_header() {
    assert_eq!(
        records(b"a,,a\n1\n1,2,3,4,,\"\"\n1,2,3,,,\n"),
        [
            "0 @5 2:1 -2 | 1 a=1 2:1 @5..6 | 2 =∅ 2:2 | 3 a=∅ 2:2",
            "1 @7 3:1 +1 | 1 a=1 3:1 @7..8 | 2 =2 3:3 @9..10 | 3 a=3 3:5 @11..12",
            "2 @19 4:1 | 1 a=1 4:1 @19..20 | 2 =2 4:3 @21..22 | 3 a=3 4:5 @23..24",
        ]
    );
    assert_eq!(records(b" a ,\tb\n1,2")[0], "0 @7 2:1 | 1 a=1 2:1 @7..8 | 2 b=2 2:3 @9..10");
    assert_eq!(records(b"a,b\n"), [""; 0], "a header is a table");
}

#[test]
fn a_mark_is_skipped_and_what_is_not_utf8_is_windows_1252() {
    assert_eq!(records("\u{feff}é;b\nà;1".as_bytes()), ["0 @8 2:1 | 1 é=à 2:1 @8..10 | 2 b=1 2:3 @11..12"]);
    assert_eq!(
        records(b"pr\xE9nom;b\nasc;ii\n\x80 \x9C\xC0;\"\xE9\"\"\"\n\xC3\xA9;1"),
        [
            "0 @9 2:1 | 1 prénom=asc 2:1 @9..12 | 2 b=ii 2:5 @13..15",
            "1 @16 3:1 cp1252 | 1 prénom=€ œÀ 3:1 @16..20 | 2 b=é\" 3:6 @21..26",
            "2 @27 4:1 | 1 prénom=é 4:1 @27..29 | 2 b=1 4:3 @30..31",
        ]
    );
}

#[test]
fn columns_are_bounded() {
    let wide = |columns: usize| format!("{}\n{}\n", "a,".repeat(columns - 1), "1,".repeat(columns - 1));
    let count = |file: &str| read_as(None, file.as_bytes(), &[]).1.map_err(|error| error.kind);
    assert_eq!(count(&wide(MAX_COLUMNS)), Ok(1));
    assert_eq!(count(&wide(MAX_COLUMNS + 1)), Err(TooManyColumns));
    let rows = read_as(None, format!("a,b\n{}1", ",".repeat(1 << 20)).as_bytes(), &[]).0;
    assert!(rows[0].starts_with("0 @4 2:1 +1048575 |"), "{}", &rows[0][..40]);
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    struct Nothing;
    impl Take for Nothing {
        fn json(&mut self, _: RawRecord<'_>) -> Result<(), ReadError> {
            Ok(())
        }
        fn row(&mut self, _: &Row<'_>) -> Result<(), ReadError> {
            Ok(())
        }
    }
    for (first, chunk) in
        [("a,b\n1,\"", "x"), ("a,b\n1,", "x"), ("a,b\n1,", ","), ("a,b\n1", "\"\""), ("a", ",")]
    {
        let mut records = Records::new(None);
        records.push(first.as_bytes(), &mut Nothing).unwrap();
        let chunk = chunk.repeat(1 << 16);
        let error = (0..1 << 14).find_map(|_| records.push(chunk.as_bytes(), &mut Nothing).err()).unwrap();
        assert_eq!(error.kind, TooLong, "{first}");
        assert_eq!(error.position.byte, if first.len() > 1 { 4 } else { 0 });
    }
}

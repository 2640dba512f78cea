//! Formats told apart; JSON, NDJSON and GeoJSON as producers write them.

use super::super::ReadErrorKind::*;
use super::super::*;
use super::support::*;

#[test]
fn a_format_is_told_from_the_first_bytes() {
    let told = |text: &str| sniff(text.as_bytes(), true).map(Format::code);
    for (text, code) in [
        ("[]", "json"),
        ("\u{feff} \r\n\t[{", "json"),
        ("{}", "ndjson"),
        ("{\n  \"id\": \"a\",\n  \"liste\": [\"]\", {\"type\": \"FeatureCollection\"}]\n}\n", "ndjson"),
        ("{\"type\": \"formation\", \"features\": []}", "ndjson"),
        ("{\"nom\": \"type\"}\n{\"type\": \"FeatureCollection\"}", "ndjson"),
        ("{\"nom\": \"jamais fini", "ndjson"),
        ("{\"type\":\"FeatureCollection\",\"features\":[]}", "geojson"),
        ("{\"crs\": {\"type\": \"name\"}, \"name\": \"\\\"}\", \"type\" : \"FeatureCollection\"}", "geojson"),
        ("{\"features\": [", "geojson"),
        ("PK\x03\x04", "xlsx"),
        ("id,nom", "csv"),
        ("\"id\";\"nom\"", "csv"),
        ("", "csv"),
    ] {
        assert_eq!(told(text), Some(code), "{text}");
    }
}

#[test]
fn more_bytes_never_change_what_was_told() {
    for text in [
        "\u{feff}\n {\"a\": [1, {\"b\": \"}\\\\\"}], \"type\": \"FeatureCollection\"}",
        "PK\x03\x04 and so on",
        "P,K\n",
        "{\"type\": \"x\"}",
    ] {
        let mut told = None;
        for end in 0..=text.len() {
            let now = sniff(&text.as_bytes()[..end], false);
            assert!(told.is_none() || now == told, "{text} at {end}");
            told = now;
        }
        assert_eq!(told, sniff(text.as_bytes(), true), "{text}");
    }
    let long = format!("{{\"a\": \"{}", "x".repeat(70_000));
    assert_eq!(sniff(long.as_bytes(), false), Some(Format::NdJson));
}

#[test]
fn what_is_none_of_ours_is_told_as_such() {
    assert_eq!(fault(b"<!doctype html><html></html>"), (UnknownFormat, 0, 1, 1));
    assert_eq!(fault(b"%PDF-1.7 and so on").0, UnknownFormat);
    assert_eq!(fault(b"PAR1\x15\x04\x15\x10").0, UnknownFormat);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(fault(&utf16("\u{feff}id;nom\n")).0, Utf16);
    assert_eq!(fault(&utf16("[{\"id\": 1}]")).0, Utf16);
    assert_eq!(fault(b"").0, Empty);
    assert_eq!(fault(b"\xEF\xBB\xBF\n").0, Empty);
    let error = read_as(Some(Format::Json), &utf16("\u{feff}[]"), &[]).1.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Le fichier est codé en UTF-16\u{a0}: enregistrez-le en UTF-8. (ligne 1, colonne 1, octet 0)"
    );
}

#[test]
fn a_list_may_hold_anything() {
    let file = "[ {\"é\": 1}, \"à\\\"]\", -1.5e3,null,\n[1, [\"]\"]], true ]".as_bytes();
    assert_eq!(
        records(file),
        [
            "0 @2 1:3 {\"é\": 1}",
            "1 @13 1:13 \"à\\\"]\"",
            "2 @22 1:21 -1.5e3",
            "3 @29 1:28 null",
            "4 @35 2:1 [1, [\"]\"]]",
            "5 @47 2:13 true",
        ]
    );
    assert_eq!(fault(b"[{}, nul, 1]"), (Syntax, 5, 1, 6));
    assert_eq!(fault(b"[{}, 01]"), (Number, 5, 1, 6));
    assert_eq!(fault(b"[{}, \"\\x\"]"), (String, 6, 1, 7));
    assert_eq!(fault(b"[{}, [1 2]]"), (Syntax, 8, 1, 9));
    assert_eq!(fault(b"[{} 1]"), (Syntax, 4, 1, 5));
    assert_eq!(fault(b"[{}, 1"), (Truncated, 6, 1, 7));
    assert_eq!(fault(b"[1,]"), (Separator, 3, 1, 4));
    assert_eq!(fault(b"[1}]"), (Syntax, 2, 1, 3));
    assert_eq!(fault(b"[]]"), (TrailingData, 2, 1, 3));
}

#[test]
fn values_may_follow_each_other() {
    let file = "{\"a\": 1}\r\n\r\n{\n  \"é\": [2]\n}{} \"é\" 12 nul".as_bytes();
    let (seen, result) = read(file);
    assert_eq!(
        seen,
        [
            "0 @0 1:1 {\"a\": 1}",
            "1 @12 3:1 {\n  \"é\": [2]\n}",
            "2 @27 5:2 {}",
            "3 @30 5:5 \"é\"",
            "4 @35 5:9 12",
        ]
    );
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.position.byte, error.position.column), (Syntax, 38, 12));
    assert_eq!(records(b"{}\n12"), ["0 @0 1:1 {}", "1 @3 2:1 12"]);
    assert_eq!(records(b"{\"a\": 1,\n \"b\": 2}"), ["0 @0 1:1 {\"a\": 1,\n \"b\": 2}"]);
    assert_eq!(fault(b"{},\n{}"), (Separator, 2, 1, 3));
    assert_eq!(fault(b"{}\n{\"a\": "), (Truncated, 9, 2, 7));
    assert_eq!(fault(b"{}]"), (Syntax, 2, 1, 3));
    assert_eq!(read_as(Some(Format::NdJson), b"[1]\n[2]", &[]).0, ["0 @0 1:1 [1]", "1 @4 2:1 [2]"]);
    assert_eq!(read_as(Some(Format::NdJson), b" \n ", &[]).1.unwrap_err().kind, Empty);
}

#[test]
fn a_feature_gives_its_properties() {
    let file = r#"{"type": "FeatureCollection", "crs": {"a": [1, "]}"]}, "bbox": [1.5, 2], "features": [
  {"type": "Feature", "properties": {"é": {"properties": 1}}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
  {"properties": null}, 12, {"é": 1, "properties": {}} ], "n": null, "m": -1 }
"#;
    assert_eq!(
        records(file.as_bytes()),
        ["0 @123 2:37 {\"é\": {\"properties\": 1}}", "1 @207 3:3 null", "2 @229 3:25 null", "3 @257 3:52 {}",]
    );
    assert_eq!(records(b"{\"features\": [], \"type\": \"FeatureCollection\"}"), [""; 0]);
    let end = |file: &[u8]| {
        let (_, result) = read_as(Some(Format::GeoJson), file, &[]);
        let error = result.unwrap_err();
        (error.kind, error.position.byte)
    };
    assert_eq!(end(b"{\"type\": \"FeatureCollection\"}"), (NotAFeatureCollection, 28));
    assert_eq!(end(b"{}"), (NotAFeatureCollection, 1));
    assert_eq!(end(b"{\"features\": {}}"), (NotAFeatureCollection, 13));
    assert_eq!(end(b"[1, 2, 3, 4]"), (NotAFeatureCollection, 0));
    assert_eq!(end(b"{\"features\": [{}]"), (Truncated, 17));
    assert_eq!(end(b"{\"features\": [{}]} 1"), (TrailingData, 19));
    assert_eq!(end(b"{\"features\": [{}] \"a\": 1}"), (Separator, 18));
    assert_eq!(end(b"{\"features\": [{}], a: 1}"), (Syntax, 19));
    assert_eq!(end(b"{\"features\": [{}], \"a\": 01}"), (Number, 24));
    assert_eq!(end(b"{\"features\": [{\"properties\": {\"a\": 01}}]}"), (Number, 35));
    assert_eq!(end(b"{\"features\": [{\"properties\": {}, \"a\": ?}]}"), (Syntax, 38));
}

#[test]
fn brackets_ten_thousand_deep_are_refused() {
    let kind = |before: &str, bracket: &str| {
        let file = format!("{before}{}", bracket.repeat(10_000));
        read_as(None, file.as_bytes(), &[]).1.unwrap_err().kind
    };
    for before in
        ["", "[", "[{\"a\": ", "{\"a\": ", "{\"features\": [", "{\"type\": \"FeatureCollection\", \"a\": "]
    {
        assert_eq!(kind(before, "["), TooDeep, "{before}");
    }
    assert_eq!(kind("", "{\"a\":"), TooDeep);
    assert_eq!(kind("[", "{\"a\":"), TooDeep);
}

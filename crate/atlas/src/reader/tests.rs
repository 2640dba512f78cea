use super::*;
use proptest::prelude::*;

mod csv;
mod loose;
mod support;
mod workbook;

/// Reads a file cut at `cuts`, and every record's members.
fn read(file: &[u8], cuts: &[usize]) -> Result<Vec<String>, ReadError> {
    let mut records = JsonRecords::new();
    let mut seen = Vec::new();
    let mut start = 0;
    for &cut in cuts.iter().chain([&file.len()]) {
        let mut take = |record: RawRecord<'_>| {
            let fault = |fault: Fault| record.error(fault.kind, fault.offset);
            for member in members(record.bytes).map_err(fault)? {
                let member = member.map_err(fault)?;
                seen.push(format!("{}={}", member.key.text(), member.json));
            }
            Ok(())
        };
        records.push(&file[start..cut], &mut take)?;
        start = cut;
    }
    records.finish().map(|_| seen)
}

fn fault(file: &[u8]) -> (ReadErrorKind, u64, u64, u64) {
    let error = read(file, &[]).unwrap_err();
    let Position { byte, line, column, .. } = error.position;
    // Cut at every byte, the error is the same.
    let everywhere: Vec<usize> = (1..file.len()).collect();
    assert_eq!(read(file, &everywhere).unwrap_err(), error);
    (error.kind, byte, line, column)
}

#[test]
fn an_empty_array_has_no_record() {
    assert_eq!(read(b"[]", &[]), Ok(vec![]));
    assert_eq!(read(b"\xEF\xBB\xBF [ \n ] \n", &[1, 2]), Ok(vec![]));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    use ReadErrorKind::*;
    assert_eq!(fault(b""), (Empty, 0, 1, 1));
    assert_eq!(fault(b" \n\n"), (Empty, 3, 3, 1));
    assert_eq!(fault(b"{\"id\": 1}"), (NotAnArray, 0, 1, 1));
    assert_eq!(fault(b"<!doctype html>"), (NotAnArray, 0, 1, 1));
    assert_eq!(fault(b"["), (Truncated, 1, 1, 2));
    assert_eq!(fault(b"[{\"a\": 1}"), (Truncated, 9, 1, 10));
    assert_eq!(fault(b"[{\"a\": 1},"), (Truncated, 10, 1, 11));
    assert_eq!(fault(b"[{\"a\": \"b"), (Truncated, 9, 1, 10));
    assert_eq!(fault(b"[\n{},\n 12]"), (NotAnObject, 7, 3, 2));
    assert_eq!(fault(b"[[]]"), (NotAnObject, 1, 1, 2));
    assert_eq!(fault(b"[null]"), (NotAnObject, 1, 1, 2));
    assert_eq!(fault(b"[,{}]"), (Separator, 1, 1, 2));
    assert_eq!(fault(b"[{},]"), (Separator, 4, 1, 5));
    assert_eq!(fault(b"[{}{}]"), (Separator, 3, 1, 4));
    assert_eq!(fault(b"[{}] []"), (TrailingData, 5, 1, 6));
    assert_eq!(fault(b"[{\"a\": \"\xC3(\"}]"), (Utf8, 8, 1, 9));
    assert_eq!(fault(b"[{\"a\": \"\\ud83d\"}]"), (LoneSurrogate, 8, 1, 9));
    assert_eq!(fault(b"[{\"a\": \"\\udc00\\ud83d\"}]"), (LoneSurrogate, 8, 1, 9));
    assert_eq!(fault(b"[{\"a\": \"\\x\"}]"), (String, 8, 1, 9));
    assert_eq!(fault(b"[{\"a\": \"\n\"}]"), (String, 8, 1, 9));
    assert_eq!(fault(b"[\n {\n  \"a\": 01}]"), (Number, 12, 3, 8));
    assert_eq!(fault(b"[{\"a\": 1.}]"), (Number, 7, 1, 8));
    assert_eq!(fault(b"[{\"a\": NaN}]"), (Syntax, 7, 1, 8));
    assert_eq!(fault(b"[{\"a\": [1,]}]"), (Syntax, 10, 1, 11));
    assert_eq!(fault(b"[{\"a\": [1}]"), (Syntax, 9, 1, 10));
    assert_eq!(fault(b"[{\"a\": [1}}]"), (Syntax, 9, 1, 10));
    assert_eq!(fault(b"[{\"a\" 1}]"), (Syntax, 6, 1, 7));
    assert_eq!(fault(b"[{a: 1}]"), (Syntax, 2, 1, 3));
}

#[test]
fn columns_are_counted_in_characters() {
    use ReadErrorKind::*;
    assert_eq!(fault("[{\"é\": 1}, ?]".as_bytes()), (NotAnObject, 12, 1, 12));
    assert_eq!(fault("[{\"é\": \"😀\", \"à\": 01}]".as_bytes()), (Number, 22, 1, 18));
    assert_eq!(fault("[{\"é\":\n 1},\n {\"é\": ?}]".as_bytes()), (Syntax, 21, 3, 8));
    assert_eq!(fault("\u{feff}[{\"é\": 1}".as_bytes()), (Truncated, 13, 1, 10));
    // Records that were taken ahead count too.
    struct Ahead(Vec<u64>);
    impl TakeRecords for Ahead {
        fn take_ahead(&mut self, text: &str) -> Option<Taken> {
            let mut members = Members::ahead(text);
            while members.next_key("").ok()?.is_some() {
                members.value().ok()?;
            }
            let (lines, line_start) = members.lines();
            Some(Taken { bytes: members.offset(), lines, line_start })
        }

        fn take(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
            self.0.push(record.position.column);
            Err(record.error(DuplicateKey, 2))
        }
    }
    let file = "[{\"é\": \"à\"}, {\"é\":\n\"à\"}, {\"é\": ?}]".as_bytes();
    for cut in 0..file.len() {
        let mut take = Ahead(Vec::new());
        let mut records = JsonRecords::new();
        let result =
            records.push(&file[..cut], &mut take).and_then(|()| records.push(&file[cut..], &mut take));
        let Position { line, column, .. } = result.unwrap_err().position;
        if take.0 == [7] {
            assert_eq!((line, column), (2, 9), "{cut}");
        }
    }
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("[{{\"a\":{}", "[".repeat(1000));
    assert_eq!(fault(deep.as_bytes()).0, ReadErrorKind::TooDeep);
    let file =
        format!("[{{\"a\":{}{}}}]", "[".repeat(MAX_DEPTH as usize - 1), "]".repeat(MAX_DEPTH as usize - 1));
    assert!(read(file.as_bytes(), &[]).is_ok());
    let deep = "[".repeat(MAX_DEPTH as usize);
    let too_deep = format!("{{\"a\":{deep}{}}}", "]".repeat(MAX_DEPTH as usize));
    assert!(Members::ahead(&too_deep).any(|member| member.is_err()), "also where it lies");
}

#[test]
fn a_record_without_end_is_refused_before_it_fills_the_memory() {
    let mut records = JsonRecords::new();
    let mut take = |_: RawRecord<'_>| Ok(());
    records.push(b"[{\"a\": \"", &mut take).unwrap();
    let chunk = vec![b'x'; 1 << 16];
    let error = (0..10_000).find_map(|_| records.push(&chunk, &mut take).err()).unwrap();
    assert_eq!(error.kind, ReadErrorKind::TooLong);
    assert_eq!(error.position.byte, 1);
    assert!(records.push(b"}]", &mut take).is_err(), "once failed, failed for ever");
}

#[test]
fn escapes_are_decoded() {
    let file = br#"{"a": "\u00c9t\u00e9 \ud83d\ude00 \"\\\/\n\t\r\b\f"}"#;
    let member = members(file).unwrap().next().unwrap().unwrap();
    let Value::String(text) = member.value else { panic!("{member:?}") };
    assert_eq!(text.text(), "Été 😀 \"\\/\n\t\r\u{8}\u{c}");
}

#[test]
fn a_list_gives_its_items_and_nothing_else_has_any() {
    let items = |list: &str| {
        let record = format!("{{\"a\": {list}}}");
        let member = members(record.as_bytes()).unwrap().next().unwrap().unwrap();
        let text = |item| match item {
            Value::String(text) => text.text().into_owned(),
            other => format!("{other:?}"),
        };
        member.value.items().map(text).collect::<Vec<_>>()
    };
    assert_eq!(items("[]"), [""; 0]);
    assert_eq!(items(r#"[ "a" , "b\/c" ]"#), ["a", "b/c"]);
    assert_eq!(items(r#"["a", [1, "]"], null]"#), ["a", "List(\"[1, \\\"]\\\"]\")", "Null"]);
    assert_eq!(items("{\"a\": [1]}"), [""; 0]);
    assert_eq!(items("null"), [""; 0]);
}

/// Any JSON value, as text, with white space wherever it may stand.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<i32>().prop_map(|number| (f64::from(number) / 4.0).into()),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::hash_map(".*", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_whatever_the_chunks(
        values in proptest::collection::vec(json(), 0..5),
        pretty: bool,
        mut cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let all: Vec<_> = values.into_iter().map(|value| serde_json::json!({"é": value})).collect();
        let file = if pretty { serde_json::to_string_pretty(&all) } else { serde_json::to_string(&all) }.unwrap();
        let mut cuts: Vec<usize> = cuts.drain(..).map(|cut| cut.index(file.len() + 1)).collect();
        cuts.sort_unstable();
        let seen = read(file.as_bytes(), &cuts).unwrap();
        let values: Vec<serde_json::Value> =
            seen.iter().map(|text| serde_json::from_str(text.strip_prefix("é=").unwrap()).unwrap()).collect();
        let expected: Vec<_> = all.into_iter().map(|mut record| record["é"].take()).collect();
        prop_assert_eq!(values, expected);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(prop_oneof![
        Just(b'['), Just(b'{'), Just(b'"'), Just(b'\\'), Just(b':'), Just(b','), Just(b'}'), Just(b']'), Just(b'u'), any::<u8>(),
    ], 0..60)) {
        let accepted = read(&bytes, &[]).is_ok();
        let objects = serde_json::from_slice::<Vec<serde_json::Map<String, serde_json::Value>>>(&bytes).is_ok();
        // Numbers too big for a double are JSON all the same.
        prop_assert!(accepted || !objects);
    }
}

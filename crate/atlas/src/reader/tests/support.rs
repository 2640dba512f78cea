use super::super::*;

/// What is read of a file, written out; and how the reading ended.
pub(super) type Read = (Vec<String>, Result<u64, ReadError>);

#[derive(Default)]
struct Seen(Vec<String>);

impl Take for Seen {
    fn json(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        let Position { byte, line, column, record: number } = record.position;
        let json = String::from_utf8_lossy(record.bytes);
        self.0.push(format!("{number} @{byte} {line}:{column} {json}"));
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        let Position { byte, line, column, record } = row.position;
        let mut text = format!("{record} @{byte} {line}:{column}");
        text.extend(row.sheet.map(|sheet| format!(" {sheet}")));
        text.extend(row.cp1252.then_some(" cp1252"));
        text.extend((row.extra_cells > 0).then(|| format!(" +{}", row.extra_cells)));
        text.extend((row.missing_cells > 0).then(|| format!(" -{}", row.missing_cells)));
        for Cell { name, number, value, line, column, span, .. } in row.cells {
            let value = value.text().map_or("∅".to_owned(), |text| text.into_owned());
            let span = span.map_or(String::new(), |(from, to)| format!(" @{from}..{to}"));
            text += &format!(" | {number} {name}={value} {line}:{column}{span}");
        }
        self.0.push(text);
        Ok(())
    }
}

pub(super) fn read_as(format: Option<Format>, file: &[u8], cuts: &[usize]) -> Read {
    let mut records = Records::new(format);
    let mut seen = Seen::default();
    let mut start = 0;
    for &cut in cuts.iter().chain([&file.len()]) {
        if let Err(error) = records.push(&file[start..cut], &mut seen) {
            assert_eq!(records.push(b" ", &mut seen).as_ref(), Err(&error), "once failed, failed for ever");
            return (seen.0, Err(error));
        }
        start = cut;
    }
    let result = records.finish(&mut seen).map(|end| end.records);
    (seen.0, result)
}

/// Reads a file cut nowhere, in two at each byte, and at all of them: there must be no difference.
pub(super) fn read(file: &[u8]) -> Read {
    let whole = read_as(None, file, &[]);
    for cut in 0..file.len() {
        assert_eq!(read_as(None, file, &[cut]), whole, "cut at {cut}");
    }
    let everywhere: Vec<usize> = (1..file.len()).collect();
    assert_eq!(read_as(None, file, &everywhere), whole);
    whole
}

/// The records of a file that has no fault.
pub(super) fn records(file: &[u8]) -> Vec<String> {
    let (records, result) = read(file);
    assert_eq!(result, Ok(records.len() as u64), "{records:?}");
    records
}

/// What is wrong with a file: kind, byte, line and column.
pub(super) fn fault(file: &[u8]) -> (ReadErrorKind, u64, u64, u64) {
    let error = read(file).1.unwrap_err();
    let Position { byte, line, column, .. } = error.position;
    (error.kind, byte, line, column)
}

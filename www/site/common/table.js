// A table as Excel opens it in French: byte order mark, semicolons.

/** @param {(string | number)[][]} rows */
export function table(rows) {
  const lines = rows.map((row) => row.map(cell).join(";"));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** @param {string | number} value */
function cell(value) {
  let text = String(value);
  // A spreadsheet would run what begins like a formula. Numbers with a sign are only numbers.
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text) && !/^[+-][\d\s.,]*$/.test(text))
    text = `'${text}`;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

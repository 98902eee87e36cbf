/** Texts that the readers are measured with, made piece by piece. */
/** Records of two sizes: a list entry, and a docket with parties and entries. */
export const recordShapes: Record<string, (i: number) => unknown> = {
  'records of 150 B': (i) => ({
    id: i,
    court: 'akd',
    name: `Party number ${i}`,
    amount: i * 1.5,
    tags: ['a', 'b'],
    nested: { x: i, y: null, text: 'some text here "quoted"' },
  }),
  'records of 9 KB': (i) => ({
    docket_id: i,
    case_name: `Société Générale v. Party ${i}`,
    date_filed: '2009-01-09',
    parties: Array.from({ length: 6 }, (_, k) => ({ name: `Party ${i}-${k}`, role: 'defendant' })),
    docket_entries: Array.from({ length: 25 }, (_, k) => ({
      number: k,
      date_entered: '2009-01-09',
      description:
        `ORDER granting ${k} Motion to Dismiss; (Attachments: # 1 Exhibit A, # 2 "Proposed Order")\n`.repeat(
          3,
        ),
    })),
  }),
};

export function* textOfRecords(
  shape: (i: number) => unknown,
  megabytes: number,
  isArray: boolean,
): Generator<string> {
  if (isArray) yield '[';
  for (let i = 0, written = 0; written < megabytes * 1e6; i++) {
    const text = JSON.stringify(shape(i));
    const separator = i === 0 ? '' : isArray ? ',' : '\n';
    written += text.length + 1;
    yield separator + text;
  }
  if (isArray) yield ']';
}

/** Rows of CSV: without any quote, and as a spreadsheet or a form writes them. */
export const rowShapes: Record<string, (i: number) => string> = {
  'rows without quotes': (i) =>
    `${i},akd,Party number ${i},2009-01-09,${i * 1.5},open,Judge ${i % 50},some text here`,
  'rows with quotes, lines and é': (i) =>
    `${i},"akd","Party, number ${i}",2009-01-09,"${i * 1.5}",open,"Judge ${i % 50}","some ""quoted"" text\r\nover lines é"`,
};

/** CSV with a header of eight columns. */
export function* textOfRows(shape: (i: number) => string, megabytes: number): Generator<string> {
  yield 'id,court,name,filed,amount,status,judge,notes\n';
  let block = '';
  for (let i = 0, written = 0; written < megabytes * 1e6; i++) {
    const line = `${shape(i)}\n`;
    written += line.length;
    block += line;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}

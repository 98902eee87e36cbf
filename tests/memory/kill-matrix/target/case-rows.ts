/** A page of a list, as JSON text of some 20 KB. */
export function caseRows(): string {
  return JSON.stringify(
    Array.from({ length: 100 }, (_, index) => ({
      id: index,
      number: `1:24-cv-${String(index).padStart(5, '0')}`,
      title: `Case ${index} v. Limit, a title of ordinary length`,
      status: index % 3 ? 'open' : 'closed',
      filedOn: '2024-01-02',
      note: 'One sentence about this case. '.repeat(3),
    })),
  );
}

/** One line of an export. */
export function exportLine(index: number): string {
  return `${index},1:24-cv-${index % 99_999},Case ${index} v. Limit,open,2024-01-02\n`;
}

/** Objects of about `bytes` bytes on the heap, as a handler that builds an answer holds them. */
export function heapObjects(bytes: number): object[] {
  return Array.from({ length: Math.ceil(bytes / 200) }, (_, index) => ({
    index,
    name: `entry ${index}`,
    half: index / 2,
    list: [index, index + 1, index + 2],
  }));
}

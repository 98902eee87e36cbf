/** A docket as the import takes it, with as many entries as asked for. */
export function docket(index: number, entries: number): object {
  return {
    court_id: 'nysd',
    docket_number: `1:24-cv-${String(index).padStart(5, '0')}`,
    case_name: `Load Test ${index} v. Budget`,
    date_filed: '2024-01-02',
    parties: [{ name: `Load Test ${index}`, type: 'Plaintiff', extra_info: '', attorneys: [] }],
    docket_entries: Array.from({ length: entries }, (_, entry) => ({
      date_filed: '2024-01-03',
      date_entered: '2024-01-03',
      document_number: String(entry + 1),
      description: `MOTION number ${entry} in docket ${index}. ${'Long text of an entry. '.repeat(20)}`,
    })),
  };
}

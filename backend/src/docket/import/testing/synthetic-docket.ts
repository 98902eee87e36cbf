/** A docket in the shape of the import, made up; `over` replaces whole fields. */
export function syntheticDocket(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    court_id: 'nysd',
    docket_number: '1:21-cv-00101',
    case_name: 'Harbor Light Cooperative v. Northwind Freight, Inc.',
    assigned_to_str: 'Adele Winters',
    referred_to_str: 'Tomas Reyes',
    nature_of_suit: '190 Contract: Other',
    cause: '28:1332 Diversity',
    jurisdiction: 'Diversity',
    jury_demand: 'Plaintiff',
    demand: '$75,000',
    federal_dn_case_type: 'cv',
    date_filed: '2021-03-01',
    date_terminated: null,
    mdl_status: '',
    parties: [
      syntheticParty('Harbor Light Cooperative', 'Plaintiff'),
      syntheticParty('Northwind Freight, Inc.', 'Defendant'),
    ],
    docket_entries: [
      syntheticEntry('1', '2021-03-01', 'COMPLAINT against Northwind Freight, Inc.'),
      syntheticEntry(null, '2021-03-02', 'Case designated ECF.'),
      syntheticEntry('2', '2021-03-09', 'SUMMONS issued as to Northwind Freight, Inc.'),
    ],
    ...over,
  };
}

export function syntheticParty(name: string, type: string): Record<string, unknown> {
  return {
    name,
    type,
    date_terminated: null,
    extra_info: '',
    attorneys: [{ name: 'Ines Calloway', contact: '', roles: ['LEAD ATTORNEY'] }],
  };
}

export function syntheticEntry(
  number: string | null,
  filed: string,
  description: string,
  over: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    document_number: number,
    date_filed: filed,
    date_entered: filed,
    description,
    pacer_doc_id: null,
    pacer_seq_no: null,
    ...over,
  };
}

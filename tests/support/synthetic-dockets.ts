/** One docket in the shape that Free Law Project's tools write, as far as the import reads it. */
export interface SyntheticDocket {
  readonly court_id: string;
  readonly docket_number: string;
  readonly case_name: string;
  readonly docket_entries: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly parties: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly [field: string]: unknown;
}

const COURTS = ['nysd', 'cand', 'txsd', 'ilnd', 'mad', 'dcd', 'nyed', 'cacd'];
const JUDGES = [
  'Marguerite Ellison',
  'Tobias Renwick',
  'Priya Raghunathan',
  'Desmond Achterberg',
  'Lucinda Varga',
];
const PLAINTIFFS = [
  'Ashgrove Textiles, Inc.',
  'Beatrix Thornquist',
  'Cobalt Harbor Shipping LLC',
  'Dunmore & Pike Partners',
  'Estelle Quarrington',
  'Fennimore Orchards Cooperative',
];
const DEFENDANTS = [
  'Larkspur Insurance Company',
  'Meridian Crossings Hotel Group',
  'Northwind Freight Lines, Inc.',
  'Ottoline Pharmaceuticals Corp.',
  'Pemberwick School District',
];
const COUNSEL = ['Rosalind Ferreira', 'Gideon Hartwell', 'Anneliese Stroud', 'Mateo Okonkwo'];
const SUITS = [
  ['110 Insurance', '28:1332 Diversity-Insurance Contract'],
  ['190 Contract: Other', '28:1332 Diversity-Breach of Contract'],
  ['442 Civil Rights: Jobs', '42:2000e Job Discrimination'],
  ['830 Patent', '35:271 Patent Infringement'],
] as const;
const TEXTS = [
  'COMPLAINT filed by {plaintiff} against {defendant} (Attachments: # 1 Civil Cover Sheet, # 2 Exhibit A)({lawyer})',
  'SUMMONS issued as to {defendant}. ({lawyer})',
  'WAIVER OF SERVICE returned executed. Waiver sent to {defendant} ({lawyer})',
  'NOTICE of Appearance by {lawyer} on behalf of {defendant}.',
  'MOTION to Dismiss for Failure to State a Claim by {defendant} (Attachments: # 1 Memorandum of Law)({lawyer})',
  'MEMORANDUM in Opposition to the Motion to Dismiss filed by {plaintiff} ({lawyer})',
  'ORDER: The motion for an extension of time is granted. Signed by Judge {judge}.',
  'STIPULATION of Confidentiality and proposed Protective Order filed by {plaintiff} ({lawyer})',
  'MOTION to Compel the production of shipping records by {plaintiff} ({lawyer})',
  'MEMORANDUM OPINION AND ORDER denying the Motion to Compel as moot. Signed by Judge {judge}.',
  'Minute entry for the status conference held before Judge {judge}.',
  'SCHEDULING ORDER: fact discovery closes in 120 days. Signed by Judge {judge}.',
];

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function day(year: number, offset: number): string {
  return new Date(Date.UTC(year, 0, 5 + offset)).toISOString().slice(0, 10);
}

/** `count` made-up dockets, the same ones each time; docket n has 6 + 7 n (mod 40) entries. */
export function syntheticDockets(count: number): SyntheticDocket[] {
  return Array.from({ length: count }, (_, index) => docket(index));
}

function docket(index: number): SyntheticDocket {
  const year = 2016 + (index % 9);
  const judge = pick(JUDGES, index);
  const plaintiff = pick(PLAINTIFFS, index);
  const defendant = pick(DEFENDANTS, index * 3 + Math.floor(index / 6));
  const lawyer = pick(COUNSEL, index);
  const [suit, cause] = pick(SUITS, index);
  const number = `1:${String(year).slice(2)}-cv-${String(1207 + index * 37).padStart(5, '0')}`;
  const entries = 6 + ((index * 7) % 40);
  return {
    court_id: pick(COURTS, index),
    docket_number: number,
    case_name: `${plaintiff} v. ${defendant}`,
    assigned_to_str: judge,
    referred_to_str: '',
    cause,
    nature_of_suit: suit,
    jurisdiction: index % 2 === 0 ? 'Diversity' : 'Federal Question',
    jury_demand: index % 3 === 0 ? 'Plaintiff' : 'None',
    demand: '',
    date_filed: day(year, index % 300),
    date_terminated: index % 4 === 0 ? day(year + 1, (index * 11) % 300) : null,
    docket_entries: Array.from({ length: entries }, (_, position) => ({
      date_filed: day(year, (index % 300) + position * 6),
      date_entered: day(year, (index % 300) + position * 6),
      document_number: String(position + 1),
      description: pick(TEXTS, position)
        .replace('{plaintiff}', plaintiff)
        .replace('{defendant}', defendant)
        .replace('{judge}', judge)
        .replace('{lawyer}', lawyer),
      pacer_doc_id: String(10_000_000 + index * 1000 + position),
      pacer_seq_no: String(position + 3),
    })),
    parties: [
      {
        name: plaintiff,
        type: 'Plaintiff',
        extra_info: '',
        date_terminated: null,
        attorneys: [attorney(index)],
      },
      {
        name: defendant,
        type: 'Defendant',
        extra_info: '',
        date_terminated: null,
        attorneys: [attorney(index + 1)],
      },
    ],
  };
}

function attorney(index: number) {
  return {
    name: pick(COUNSEL, index),
    contact: 'One Exchange Square\nNew York, NY 10004\n(212) 555-0100',
    roles: ['LEAD ATTORNEY', 'ATTORNEY TO BE NOTICED'],
  };
}

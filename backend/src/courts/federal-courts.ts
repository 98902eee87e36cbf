import type { Court } from '@lexiflow/contracts';

/**
 * Judicial districts by state or territory: name, id prefix, abbreviation in citations, and the
 * letters of its districts (N, S, E, W, M, C; empty where the state is one district). 28 U.S.C.
 * chapter 5, 48 U.S.C. for the territories.
 */
const districts: readonly (readonly [string, string, string, string])[] = [
  ['Alabama', 'al', 'Ala.', 'NMS'],
  ['Alaska', 'ak', 'Alaska', ''],
  ['Arizona', 'az', 'Ariz.', ''],
  ['Arkansas', 'ar', 'Ark.', 'EW'],
  ['California', 'ca', 'Cal.', 'NECS'],
  ['Colorado', 'co', 'Colo.', ''],
  ['Connecticut', 'ct', 'Conn.', ''],
  ['Delaware', 'de', 'Del.', ''],
  ['District of Columbia', 'dc', 'D.C.', ''],
  ['Florida', 'fl', 'Fla.', 'NMS'],
  ['Georgia', 'ga', 'Ga.', 'NMS'],
  ['Guam', 'gu', 'Guam', ''],
  ['Hawaii', 'hi', 'Haw.', ''],
  ['Idaho', 'id', 'Idaho', ''],
  ['Illinois', 'il', 'Ill.', 'NCS'],
  ['Indiana', 'in', 'Ind.', 'NS'],
  ['Iowa', 'ia', 'Iowa', 'NS'],
  ['Kansas', 'ks', 'Kan.', ''],
  ['Kentucky', 'ky', 'Ky.', 'EW'],
  ['Louisiana', 'la', 'La.', 'EMW'],
  ['Maine', 'me', 'Me.', ''],
  ['Maryland', 'md', 'Md.', ''],
  ['Massachusetts', 'ma', 'Mass.', ''],
  ['Michigan', 'mi', 'Mich.', 'EW'],
  ['Minnesota', 'mn', 'Minn.', ''],
  ['Mississippi', 'ms', 'Miss.', 'NS'],
  ['Missouri', 'mo', 'Mo.', 'EW'],
  ['Montana', 'mt', 'Mont.', ''],
  ['Nebraska', 'ne', 'Neb.', ''],
  ['Nevada', 'nv', 'Nev.', ''],
  ['New Hampshire', 'nh', 'N.H.', ''],
  ['New Jersey', 'nj', 'N.J.', ''],
  ['New Mexico', 'nm', 'N.M.', ''],
  ['New York', 'ny', 'N.Y.', 'NSEW'],
  ['North Carolina', 'nc', 'N.C.', 'EMW'],
  ['North Dakota', 'nd', 'N.D.', ''],
  ['Northern Mariana Islands', 'nmi', 'N. Mar. I.', ''],
  ['Ohio', 'oh', 'Ohio', 'NS'],
  ['Oklahoma', 'ok', 'Okla.', 'NEW'],
  ['Oregon', 'or', 'Or.', ''],
  ['Pennsylvania', 'pa', 'Pa.', 'EMW'],
  ['Puerto Rico', 'pr', 'P.R.', ''],
  ['Rhode Island', 'ri', 'R.I.', ''],
  ['South Carolina', 'sc', 'S.C.', ''],
  ['South Dakota', 'sd', 'S.D.', ''],
  ['Tennessee', 'tn', 'Tenn.', 'EMW'],
  ['Texas', 'tx', 'Tex.', 'NESW'],
  ['Utah', 'ut', 'Utah', ''],
  ['Vermont', 'vt', 'Vt.', ''],
  ['Virgin Islands', 'vi', 'V.I.', ''],
  ['Virginia', 'va', 'Va.', 'EW'],
  ['Washington', 'wa', 'Wash.', 'EW'],
  ['West Virginia', 'wv', 'W. Va.', 'NS'],
  ['Wisconsin', 'wi', 'Wis.', 'EW'],
  ['Wyoming', 'wy', 'Wyo.', ''],
];

const parts: Readonly<Record<string, string>> = {
  N: 'Northern',
  S: 'Southern',
  E: 'Eastern',
  W: 'Western',
  M: 'Middle',
  C: 'Central',
};

/** Circuits by id: name, seat, citation. 28 U.S.C. § 41. */
const circuits: readonly (readonly [string, string, string, string])[] = [
  ['ca1', 'First', 'Massachusetts', '1st Cir.'],
  ['ca2', 'Second', 'New York', '2d Cir.'],
  ['ca3', 'Third', 'Pennsylvania', '3d Cir.'],
  ['ca4', 'Fourth', 'Virginia', '4th Cir.'],
  ['ca5', 'Fifth', 'Louisiana', '5th Cir.'],
  ['ca6', 'Sixth', 'Ohio', '6th Cir.'],
  ['ca7', 'Seventh', 'Illinois', '7th Cir.'],
  ['ca8', 'Eighth', 'Missouri', '8th Cir.'],
  ['ca9', 'Ninth', 'California', '9th Cir.'],
  ['ca10', 'Tenth', 'Colorado', '10th Cir.'],
  ['ca11', 'Eleventh', 'Georgia', '11th Cir.'],
  ['cadc', 'District of Columbia', 'District of Columbia', 'D.C. Cir.'],
  ['cafc', 'Federal', 'District of Columbia', 'Fed. Cir.'],
];

/** Courts of the whole nation: id, name, level, type, seat, citation. */
const national: readonly (readonly [string, string, string, string, string, string])[] = [
  ['scotus', 'Supreme Court of the United States', 'colr', 'appellate', 'DC', 'U.S.'],
  ['jpml', 'Judicial Panel on Multidistrict Litigation', 'ljc', 'special', 'DC', 'J.P.M.L.'],
  ['cit', 'United States Court of International Trade', 'gjc', 'trial', 'NY', 'Ct. Int’l Trade'],
  ['uscfc', 'United States Court of Federal Claims', 'ljc', 'special', 'DC', 'Fed. Cl.'],
  ['tax', 'United States Tax Court', 'ljc', 'special', 'DC', 'T.C.'],
  [
    'cavc',
    'United States Court of Appeals for Veterans Claims',
    'iac',
    'special',
    'DC',
    'Vet. App.',
  ],
  [
    'armfor',
    'United States Court of Appeals for the Armed Forces',
    'iac',
    'special',
    'DC',
    'C.A.A.F.',
  ],
  ['fisc', 'Foreign Intelligence Surveillance Court', 'ljc', 'special', 'DC', 'F.I.S.C.'],
  [
    'fiscr',
    'Foreign Intelligence Surveillance Court of Review',
    'iac',
    'special',
    'DC',
    'F.I.S.C.R.',
  ],
];
const seats: Readonly<Record<string, string>> = { DC: 'District of Columbia', NY: 'New York' };

function districtCourts(): Court[] {
  return districts.flatMap(([state, prefix, abbreviation, letters]) => {
    const isInitials = /^(?:[A-Z]\.)+$/.test(abbreviation);
    const court = (id: string, name: string, short: string): Court => ({
      id,
      name: `United States District Court for the ${name}`,
      level: 'gjc',
      system: 'federal',
      type: 'trial',
      location: state,
      citation: isInitials ? `${short}${abbreviation}` : `${short} ${abbreviation}`,
    });
    if (letters === '')
      return [
        court(
          `${prefix}d`,
          `District of ${state}`.replace('District of District', 'District'),
          'D.',
        ),
      ];
    return [...letters].map((letter) =>
      court(
        `${prefix}${letter.toLowerCase()}d`,
        `${parts[letter]} District of ${state}`,
        `${letter}.D.`,
      ),
    );
  });
}

/**
 * The federal courts that exist today, as the project ships them: 94 district courts, 13 courts of
 * appeals, and the courts of the whole nation. Ids are those of PACER and of public court data.
 */
export const federalCourts: readonly Court[] = [
  ...districtCourts(),
  ...circuits.map(([id, name, location, citation]) => ({
    id,
    name: `United States Court of Appeals for the ${name} Circuit`,
    level: 'iac',
    system: 'federal',
    type: 'appellate',
    location,
    citation,
  })),
  ...national.map(([id, name, level, type, seat, citation]) => ({
    id,
    name,
    level,
    system: 'federal',
    type,
    location: seats[seat] ?? seat,
    citation,
  })),
];

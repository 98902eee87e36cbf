const KIB = 1024;
const MIB = 1024 * KIB;

/** Every bound of the docket and its import. A docket above one of them is rejected by name. */
export const docketLimits = {
  /** Imports that read their source at a time; dockets are written one at a time anyway. */
  importsAtOnce: 16,
  /** ms an import waits for its place: below the silence after which clients give up, often 30 s. */
  importWaitMs: 10_000,
  /** ms an import that runs may go on when the server stops, below the time until it is cut off. */
  importDrainMs: 5_000,
  /** Seconds after which a refused import is to be sent again. */
  importRetrySeconds: 5,
  /** One docket as JSON text. The largest federal dockets have some 10,000 entries of 600 bytes. */
  recordBytes: 16 * MIB,
  /** Nesting of a docket: four levels are in use. */
  recordDepth: 16,
  /** Entries of one docket; their identities are held while a docket is read again. */
  entries: 20_000,
  /** Party lines of one docket, and counsel of one party. */
  parties: 5_000,
  counsel: 500,
  /** Attachments of one entry. */
  attachments: 1_000,
  /** Characters of one entry's text; the search index reads no more. */
  descriptionLength: 200_000,
  /** Characters of a name, a role, any other short text. */
  nameLength: 500,
  shortLength: 200,
  longLength: 2_000,
  /** Bytes as JSON of one unknown field that is kept with the case, of all of them, their number. */
  attributeBytes: 2 * KIB,
  attributesBytes: 16 * KIB,
  attributes: 50,
  /** Rows written by one statement, and bytes of them: what one statement may hold in memory. */
  writeRows: 500,
  writeBytes: MIB,
  /** Rejected records listed in one answer; the others are counted. */
  rejections: 1_000,
  /** Characters of one reason. */
  reasonLength: 500,
} as const;

import * as z from 'zod/mini';
import { docketLimits } from '../docket.limits.ts';
import {
  optionalCount,
  optionalDate,
  optionalList,
  optionalNumeral,
  optionalText,
  requiredText,
} from './tolerant-fields.ts';

const { shortLength, nameLength, longLength } = docketLimits;

const attachment = z.object({
  attachment_number: optionalCount,
  description: optionalText(longLength),
  page_count: optionalCount,
  file_size_bytes: z.pipe(
    z.optional(z.nullable(z.int().check(z.minimum(0)))),
    z.transform((value) => value ?? null),
  ),
  pacer_doc_id: optionalNumeral(50),
});

const entry = z.object({
  document_number: optionalNumeral(30),
  date_filed: optionalDate,
  date_entered: optionalDate,
  description: optionalText(docketLimits.descriptionLength),
  short_description: optionalText(longLength),
  pacer_doc_id: optionalNumeral(50),
  pacer_seq_no: optionalNumeral(50),
  page_count: optionalCount,
  attachments: optionalList(attachment, docketLimits.attachments),
});

const attorney = z.object({
  name: optionalText(nameLength),
  contact: optionalText(longLength),
  roles: optionalList(requiredText(shortLength), 50),
});

const party = z.object({
  name: requiredText(nameLength),
  type: optionalText(100),
  date_terminated: optionalDate,
  extra_info: optionalText(10_000),
  attorneys: optionalList(attorney, docketLimits.counsel),
});

/**
 * One federal docket in the JSON that Free Law Project's tools write (juriscraper). Tolerant in
 * what may be missing, empty or additional; a field that is there must have its type.
 */
export const docketRecord = z.looseObject({
  court_id: z.pipe(
    requiredText(30),
    z.string().check(z.regex(/^[a-zA-Z0-9_.-]+$/, 'must be a court id such as nysd')),
  ),
  docket_number: requiredText(100),
  case_name: optionalText(1000),
  assigned_to_str: optionalText(shortLength),
  referred_to_str: optionalText(shortLength),
  nature_of_suit: optionalText(nameLength),
  cause: optionalText(nameLength),
  jurisdiction: optionalText(shortLength),
  jury_demand: optionalText(shortLength),
  demand: optionalText(shortLength),
  federal_dn_case_type: optionalText(20),
  date_filed: optionalDate,
  date_terminated: optionalDate,
  parties: optionalList(party, docketLimits.parties),
  docket_entries: optionalList(entry, docketLimits.entries),
});

export type DocketRecord = z.infer<typeof docketRecord>;

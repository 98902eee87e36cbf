import type { DocketEntry, DocketEntryBody } from '@lexiflow/contracts';

/** A docket entry as its form holds it: texts, empty where nothing is known. */
export interface EntryForm {
  readonly documentNumber: string;
  readonly filedOn: string;
  readonly enteredOn: string;
  readonly description: string;
  readonly sealed: boolean;
  readonly restricted: boolean;
}

/** The form of an entry, or an empty one. */
export function entryFormOf(record: DocketEntry | null): EntryForm {
  return {
    documentNumber: record?.documentNumber ?? '',
    filedOn: record?.filedOn ?? '',
    enteredOn: record?.enteredOn ?? '',
    description: record?.description ?? '',
    sealed: record?.sealed ?? false,
    restricted: record?.restricted ?? false,
  };
}

/** What the API is sent: empty texts as null. */
export function bodyOf(form: EntryForm): DocketEntryBody {
  return {
    ...form,
    documentNumber: form.documentNumber.trim() || null,
    enteredOn: form.enteredOn || null,
    description: form.description.trim(),
  };
}

/** A court, by the short id that court data sets use. */
export interface CourtTable {
  id: string;
  name: string;
  level: string | null;
  system: string | null;
  type: string | null;
  location: string | null;
  citation: string | null;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    courts: CourtTable;
  }
}

/** The part of `pg-cursor` that is used here; the package brings no types. */
declare module 'pg-cursor' {
  export default class Cursor<Row> {
    constructor(sql: string, values?: unknown[]);
    read(rows: number): Promise<Row[]>;
    close(): Promise<void>;
    submit(connection: unknown): void;
  }
}

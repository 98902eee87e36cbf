/** One bound of the program: its value, its unit, and why it is that and not more. */
export interface Limit {
  readonly value: number;
  readonly unit: 'bytes' | 'entries' | 'ms' | 'days' | 'ratio' | 'samples' | 'MB' | 'factor';
  readonly reason: string;
}

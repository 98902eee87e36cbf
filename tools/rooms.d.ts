export interface Room {
  readonly folder: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[] | 'any';
  readonly node: boolean;
  readonly doors?: readonly string[];
}

export const rooms: readonly Room[];
export const backwards: readonly (readonly [string, string])[];
export const environmentReaders: readonly string[];

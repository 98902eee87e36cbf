const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A size as the operating guides print it: `512.45 MB`, from one gigabyte on `2.00 GB`. */
export function formatSize(bytes: number): string {
  return bytes >= GIB ? `${(bytes / GIB).toFixed(2)} GB` : `${(bytes / MIB).toFixed(2)} MB`;
}

/** A threshold in whole megabytes: `1536 MB`. */
export function formatThreshold(bytes: number): string {
  return `${Math.round(bytes / MIB)} MB`;
}

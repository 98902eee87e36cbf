const MIB = 1024 * 1024;

/** Text for a place between tags or in a quoted attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Bytes in MB with one digit; a dash for what is not known. */
export function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : (bytes / MIB).toFixed(1);
}

/** A share in percent. */
export function percentage(ratio: number | null): string {
  return ratio === null ? '–' : `${(100 * ratio).toFixed(1)} %`;
}

/** Seconds in the largest unit that leaves two digits or so. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86_400)} days`;
}

import { readFileSync } from 'node:fs';

/**
 * A text that names one process over all boots of this host: boot id and start tick (Linux).
 * `null` elsewhere, and for a process that does not exist.
 */
export function processStart(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold spaces; start time is the 22nd.
    const tick = line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
    return tick === undefined ? null : `${boot}:${tick}`;
  } catch {
    return null;
  }
}

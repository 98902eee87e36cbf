/** Bytes of a header, and what a content is padded to. */
export const tarRecordBytes = 512;

const checksumAt = 148;
const nameBytes = 100;
/** The largest file that eleven octal digits can tell. */
const largestFile = 8 ** 11 - 1;
const text = new TextDecoder();
/** GNU tar's entry whose content is the name of the next one. */
const longName = { name: '././@LongLink', type: 'L' };

/** What a header says of its entry. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  readonly isFolder: boolean;
}

/** A header as it was read. */
export interface ReadTarEntry extends TarEntry {
  /** True when the entry's content is the name of the next one. */
  readonly isLongName: boolean;
}

/**
 * The ustar header of a file or folder, without time or owner: mode 0600 or 0700. A name of more than
 * 100 bytes goes before it in an entry of its own, as GNU tar does it. Throws for 8 GiB and more.
 */
export function tarHeader({ name, bytes, isFolder }: TarEntry): Buffer {
  if (bytes > largestFile) throw new Error(`the file is too large for an archive: ${name}`);
  const type = isFolder ? '5' : '0';
  const whole = Buffer.from(name);
  if (whole.length <= nameBytes) return record(whole, bytes, type);
  const content = Buffer.concat([whole, Buffer.alloc(1)]);
  return Buffer.concat([
    record(Buffer.from(longName.name), content.length, longName.type),
    content,
    tarPadding(content.length),
    record(whole.subarray(0, nameBytes), bytes, type),
  ]);
}

function record(name: Buffer, bytes: number, type: string): Buffer {
  const header = Buffer.alloc(tarRecordBytes);
  const octal = (value: number, at: number, length: number): number =>
    header.write(value.toString(8).padStart(length - 1, '0'), at);
  name.copy(header);
  octal(type === '5' ? 0o700 : 0o600, 100, 8);
  octal(bytes, 124, 12);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', checksumAt, checksumAt + 8);
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, checksumAt);
  return header;
}

/** Reads a header; null for the empty records at an archive's end. Throws when its checksum is wrong. */
export function readTarHeader(header: Uint8Array): ReadTarEntry | null {
  const name = field(header, 0, nameBytes);
  if (name === '') return null;
  const plain = Buffer.from(header);
  plain.fill(' ', checksumAt, checksumAt + 8);
  if (sumOf(plain) !== parseInt(field(header, checksumAt, 8), 8)) {
    throw new Error('the header of an entry is damaged');
  }
  const type = field(header, 156, 1);
  return {
    name,
    bytes: parseInt(field(header, 124, 12), 8) || 0,
    isFolder: type === '5',
    isLongName: type === longName.type,
  };
}

/** Zeros that fill a content of this size up to whole records. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((tarRecordBytes - (bytes % tarRecordBytes)) % tarRecordBytes);
}

function sumOf(header: Uint8Array): number {
  return header.reduce((total, byte) => total + byte, 0);
}

function field(header: Uint8Array, from: number, length: number): string {
  const bytes = header.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return text.decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}

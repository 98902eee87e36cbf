/** Text that the database takes, at most `length` characters of it. */
export function storable(text: string, length: number): string {
  return text.replaceAll('\0', '').slice(0, length).toWellFormed();
}

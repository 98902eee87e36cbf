import { readdir } from 'node:fs/promises';

/** Entries of DATA_DIR that belong to the running server or to this machine, not to the data. */
const NOT_DATA =
  /^(database|database\.lock.*|local-token|lexiflow\.json|lost\+found|restore\..*|\.write-test-.*)$/;

/** True for an entry of DATA_DIR that goes into a backup beside the database. */
export function isDataFile(name: string): boolean {
  return !NOT_DATA.test(name);
}

/** Names of the entries of DATA_DIR that go into a backup beside the database; none when it is not there. */
export async function dataFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter(isDataFile).toSorted();
}

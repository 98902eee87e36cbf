import { Refusal } from '../refusal.ts';

/** Runs `work`; a disk that is full or cannot be written becomes one sentence about `path`. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new Refusal(`no space left for ${path}: nothing was kept`, 73);
    if (code === 'EROFS' || code === 'EACCES')
      throw new Refusal(`${path} cannot be written by this user (${code})`, 73);
    throw error;
  }
}

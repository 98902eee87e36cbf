import { get } from 'node:http';
import { monitorLimits } from '../monitor.limits.ts';

/**
 * Asks for an address on a connection of its own and answers the status; each piece of the body is handed
 * over and not kept. Rejects when the answer is not there within the time or grows beyond the bound.
 */
export function httpGet(
  url: string,
  timeoutMs: number,
  onPiece: (piece: Buffer) => void = () => undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      {
        agent: false,
        headers: { accept: 'text/plain, */*;q=0.1', 'user-agent': 'lexiflow-memory-monitor' },
        maxHeaderSize: monitorLimits.scrapeHeaderBytes.value,
      },
      (answer) => {
        let bytes = 0;
        answer.on('data', (piece: Buffer) => {
          bytes += piece.length;
          if (bytes <= monitorLimits.scrapeBytes.value) onPiece(piece);
          else answer.destroy(new Error(`more than ${monitorLimits.scrapeBytes.value} bytes`));
        });
        answer.once('end', () => end(null, answer.statusCode ?? 0));
        answer.once('error', (error) => end(error, 0));
      },
    );
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const end = (error: Error | null, status: number): void => {
      clearTimeout(timer);
      if (error === null) resolve(status);
      else reject(error);
    };
    request.once('error', (error) => end(error, 0));
  });
}

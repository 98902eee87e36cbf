import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { readBounded } from '../../platform/outbound/read-bounded.ts';
import { outboundLimits } from '../../platform/outbound/outbound.limits.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { requireWebAddress } from '../connectors/require-encryption.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { ObjectStore } from './object-store.ts';
import { storageLimits } from './storage.limits.ts';

/** An S3-compatible bucket. The client is loaded with the first use: it takes 21 MB of memory. */
@Injectable()
export class StorageConnector implements Connector<'storage'> {
  readonly kind = 'storage';

  constructor(private readonly guard: OutboundGuard) {}

  /** Lists, writes, reads and removes one small object: what the storage is used for later. */
  async test(connection: Connection<'storage'>): Promise<RunFacts> {
    const store = await this.open(connection);
    const { bucket, prefix } = connection.settings;
    const name = `lexiflow-connection-test-${randomBytes(8).toString('hex')}`;
    const content = randomBytes(32);
    try {
      const listed = await store.list().next();
      const { sha256 } = await store.put(name, Readable.from([content]), connection.signal);
      try {
        const read = await readBounded(await store.get(name, { sha256 }), content.length);
        if (!read.equals(content)) throw integrationErrors.badAnswer('other bytes came back');
      } finally {
        await store.delete(name);
      }
      return { bucket, prefix, isEmpty: listed.done === true };
    } finally {
      store.close();
    }
  }

  /** The store of the integration; the caller closes it. Rejects with an OUTBOUND_ error for a refused address. */
  async open({ settings, credentials }: Connection<'storage'>): Promise<ObjectStore> {
    const { endpoint, region, bucket, prefix, pathStyle } = settings;
    const url = endpoint === null ? null : await requireWebAddress(this.guard, endpoint);
    const { S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({
      region,
      forcePathStyle: pathStyle,
      ...(url === null ? {} : { endpoint: url.href }),
      credentials: { ...credentials },
      maxAttempts: storageLimits.tryEntries,
      // Trailing checksums are not understood by all services; SHA-256 is kept by the caller instead.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        httpAgent: this.guard.httpAgent,
        httpsAgent: this.guard.httpsAgent,
        connectionTimeout: outboundLimits.connectMs,
        requestTimeout: storageLimits.requestMs,
        throwOnRequestTimeout: true,
      },
    });
    // The agents belong to the guard and outlive this client.
    client.config.requestHandler.destroy = () => undefined;
    const target = url?.host ?? `${bucket}.s3.${region}.amazonaws.com`;
    return new ObjectStore(client, { bucket, prefix, target });
  }
}

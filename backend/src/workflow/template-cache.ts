import type { TemplateStage } from '@lexiflow/contracts';
import { BoundedCache } from '@lexiflow/memory';
import type { MemoryHost } from '@lexiflow/memory';
import { workflowLimits } from './workflow.limits.ts';

/** The stages of one revision of a template. */
export type TemplateStages = readonly TemplateStage[];

/**
 * Revisions of templates that were used lately, by template and revision. A revision never changes,
 * so no entry can be stale on any instance.
 */
export class TemplateCache {
  readonly #cache: BoundedCache<string, TemplateStages>;

  constructor(host: MemoryHost) {
    this.#cache = new BoundedCache<string, TemplateStages>({
      name: 'workflow',
      maxEntries: workflowLimits.templateCacheEntries.value,
      maxBytes: workflowLimits.templateCacheBytes.value,
      policy: 'lru',
      host,
    });
  }

  /** The stages, from the cache or from `read`. */
  async stages(
    templateId: string,
    revision: number,
    read: () => Promise<TemplateStages | undefined>,
  ): Promise<TemplateStages | undefined> {
    const key = `${templateId}:${revision}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const found = await read();
    if (found !== undefined) this.#cache.set(key, found);
    return found;
  }

  onModuleDestroy(): void {
    this.#cache.close();
  }
}

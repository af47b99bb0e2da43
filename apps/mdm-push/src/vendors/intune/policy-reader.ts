import type { IsolatedReaders } from '../../isolation/readers.ts';
import { Unreadable } from '../../isolation/unreadable.ts';
import { AppPolicy } from './app-policy.ts';

/**
 * Reads policies as Graph wrote them. XML that people entered is tried out in isolation first: what takes too much time or
 * memory there is not read here, where everybody would wait for it.
 */
export class PolicyReader {
  /** `sender`: whose policies these are. */
  constructor(
    private readonly readers: Pick<IsolatedReaders, 'read'>,
    private readonly sender: string,
  ) {}

  async read(text: string): Promise<AppPolicy> {
    const policy = AppPolicy.parse(text);
    const { xml } = policy;
    return xml === undefined || (await this.#isHarmless(xml)) ? policy : policy.withoutContent();
  }

  async #isHarmless(xml: string): Promise<boolean> {
    try {
      await this.readers.read(this.sender, 'tryPropertyList', xml);
      return true;
    } catch (error) {
      if (error instanceof Unreadable) return false;
      throw error;
    }
  }
}

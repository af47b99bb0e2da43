import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { WantedValue } from '../vendors/mdm-vendor.ts';

const knownMax = 10_000;

/**
 * Lets a later look compare without asking for the value again: under a key that exists only in this process's memory,
 * it keeps digests from which no value can be told.
 */
@Injectable()
export class KnownValues {
  readonly #key = randomBytes(32);
  readonly #digests = new Map<string, Buffer>();

  /** `id` names the token and its value's version. */
  learn(id: string, value: string): WantedValue {
    const digest = this.#digest(value);
    if (this.#digests.size >= knownMax) this.#digests.clear();
    this.#digests.set(id, digest);
    return this.#comparison(digest);
  }

  find(id: string): WantedValue | undefined {
    const digest = this.#digests.get(id);
    return digest === undefined ? undefined : this.#comparison(digest);
  }

  #comparison(digest: Buffer): WantedValue {
    return { matches: (held) => timingSafeEqual(this.#digest(held), digest) };
  }

  #digest(value: string): Buffer {
    return createHmac('sha256', this.#key).update(value, 'utf8').digest();
  }
}

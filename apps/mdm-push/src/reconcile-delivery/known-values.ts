import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { vendorsReplacing, type MdmVendor } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import type { WantedValue } from '../vendors/mdm-vendor.ts';

const knownMax = 10_000;

/** What is remembered of a value. */
export interface KnownValue extends WantedValue {
  /** The vendors whose MDM would replace something in it. */
  readonly replacedBy: readonly MdmVendor[];
}

/**
 * Lets a later look compare without asking for the value again: under a key that exists only in this process's memory,
 * it keeps digests from which no value can be told.
 */
@Injectable()
export class KnownValues {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, KnownValue>();

  /** `id` names the token and its value's version. */
  learn(id: string, value: string): KnownValue {
    const digest = this.#digest(value);
    const known = {
      matches: (held: string) => timingSafeEqual(this.#digest(held), digest),
      replacedBy: vendorsReplacing(value),
    };
    if (this.#known.size >= knownMax) this.#known.clear();
    this.#known.set(id, known);
    return known;
  }

  find(id: string): KnownValue | undefined {
    return this.#known.get(id);
  }

  #digest(value: string): Buffer {
    return createHmac('sha256', this.#key).update(value, 'utf8').digest();
  }
}

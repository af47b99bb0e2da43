import { z } from 'zod';
import { defaultOf, factsOf } from './setting-facts.ts';

/** A setting as a page shows it. */
export interface DescribedSetting {
  readonly name: string;
  readonly means: string;
  readonly expected: string;
  readonly example: string | undefined;
  readonly unit: string | undefined;
  /** Undefined where there is none. */
  readonly unlessSet: string | undefined;
  readonly required: boolean;
  readonly secret: boolean;
}

/** Every setting of a service, as its schema declares them. */
export const describeSettings = (schema: { readonly shape: z.core.$ZodShape }): readonly DescribedSetting[] =>
  Object.entries(schema.shape).map(([name, its]) => {
    const { means = '', expected = '', example, unit, secret = false } = factsOf(its);
    const required = !z.safeParse(its, undefined).success;
    return { name, means, expected, example, unit, unlessSet: defaultOf(its), required, secret };
  });

import type { z } from 'zod';
import type { MdmVendor } from './vendor-names.ts';

/** A form of text that an MDM takes for a variable of its own, and replaces for each device or user. */
export interface ReplacedText {
  readonly pattern: RegExp;
  /** An example, for people. */
  readonly like: string;
}

/** All that a connection to a vendor's product is made of. Validation, documents and forms follow from it. */
export interface MdmVendorDefinition<
  Vendor extends MdmVendor = MdmVendor,
  Settings extends z.ZodObject = z.ZodObject,
  Credentials extends z.ZodUnion<readonly z.ZodObject[]> = z.ZodUnion<readonly z.ZodObject[]>,
> {
  readonly vendor: Vendor;
  /** As its maker calls it. */
  readonly name: string;
  /** `by-hand`: there is no API, a person puts the value there and says so. */
  readonly delivers: 'by-api' | 'by-hand';
  readonly settings: Settings;
  /** One alternative for each way to sign in, titled. */
  readonly credentials: Credentials;
  /**
   * Credentials that say whose MDM it is, where the address alone does not, as many tenants share it. Empty where the
   * settings name the tenant.
   */
  readonly accountFields: readonly string[];
  /** As the vendor's documents write its variables. */
  readonly replaces: readonly ReplacedText[];
}

export const defineVendor = <
  const Vendor extends MdmVendor,
  Settings extends z.ZodObject,
  Credentials extends z.ZodUnion<readonly z.ZodObject[]>,
>(
  definition: MdmVendorDefinition<Vendor, Settings, Credentials>,
): MdmVendorDefinition<Vendor, Settings, Credentials> => definition;

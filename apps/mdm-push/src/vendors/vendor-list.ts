import type { MdmVendor } from '@mdm-gate/contracts';
import type { MdmVendorAdapter } from './mdm-vendor.ts';

/** The adapters of all vendors. */
export class VendorList {
  readonly #byName: ReadonlyMap<MdmVendor, MdmVendorAdapter>;

  constructor(adapters: readonly MdmVendorAdapter[]) {
    this.#byName = new Map(adapters.map((adapter) => [adapter.vendor, adapter]));
  }

  of(vendor: MdmVendor): MdmVendorAdapter {
    const adapter = this.#byName.get(vendor);
    if (adapter === undefined) throw new Error(`There is no adapter for ${vendor}`);
    return adapter;
  }
}

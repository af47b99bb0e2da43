import type { MdmVendor } from '@mdm-gate/contracts';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OutboundPolicy } from '../outbound/outbound-policy.ts';
import { VendorList } from '../vendors/vendor-list.ts';

export interface GivenFields {
  readonly vendor: MdmVendor;
  readonly settings: unknown;
  readonly credentials: unknown;
}

/** Whether settings and credentials are what the vendor's connections need, and whether its addresses may be called. */
@Injectable()
export class ConnectionFields {
  constructor(
    private readonly vendors: VendorList,
    private readonly policy: OutboundPolicy,
  ) {}

  /** Throws `invalid-request` with the fields that are wrong; never repeats a value. */
  check({ vendor, settings, credentials }: GivenFields): void {
    const adapter = this.vendors.of(vendor);
    const fields = parseOrRefuse(adapter.fieldsSchema, { settings, credentials }, 'The connection');
    const issues = adapter.addressesOf(fields).flatMap((address) => {
      const problem = this.policy.problemWithUrl(address);
      return problem === null
        ? []
        : [{ path: 'settings', message: `${URL.parse(address)?.host ?? 'An address'}: ${problem}` }];
    });
    if (issues.length > 0) {
      throw new CodedError('invalid-request', 'An address of the connection may not be called', { issues });
    }
  }

  /** Whether the second calls an address that the first does not. */
  addressesDiffer(before: GivenFields, after: GivenFields): boolean {
    const known = new Set(this.#addresses(before));
    return this.#addresses(after).some((address) => !known.has(address));
  }

  /** Whether the second trusts other authorities than the first. */
  authoritiesDiffer(before: GivenFields, after: GivenFields): boolean {
    return authoritiesOf(before) !== authoritiesOf(after);
  }

  #addresses({ vendor, settings, credentials }: GivenFields): readonly string[] {
    const adapter = this.vendors.of(vendor);
    return adapter.addressesOf(
      parseOrRefuse(adapter.fieldsSchema, { settings, credentials }, 'The connection'),
    );
  }
}

const authoritiesOf = ({ settings }: GivenFields): string | undefined =>
  withAuthorities.safeParse(settings).data?.certificateAuthorities?.trim();

const withAuthorities = z.looseObject({ certificateAuthorities: z.string().optional() });

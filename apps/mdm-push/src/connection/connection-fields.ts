import { vendorDefinition, type MdmVendor } from '@mdm-gate/contracts';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OutboundPolicy } from '../outbound/outbound-policy.ts';
import { VendorList } from '../vendors/vendor-list.ts';
import { problemWithAuthorities } from './certificate-authorities.ts';
import { GivenCertificates } from './given-certificates.ts';

export interface GivenFields {
  readonly vendor: MdmVendor;
  readonly settings: unknown;
  readonly credentials: unknown;
}

/** As they are kept: with the vendor's defaults, and a certificate as PEM. */
export interface AcceptedFields {
  readonly settings: Record<string, unknown>;
  readonly credentials: Record<string, unknown>;
}

/** Whether settings and credentials are what the vendor's connections need, and whether its addresses may be called. */
@Injectable()
export class ConnectionFields {
  constructor(
    private readonly vendors: VendorList,
    private readonly policy: OutboundPolicy,
    private readonly certificates: GivenCertificates,
  ) {}

  /** Throws `invalid-request` with the fields that are wrong; never repeats a value. */
  async accept(organizationId: string, given: GivenFields): Promise<AcceptedFields> {
    const { vendor } = given;
    const definition = vendorDefinition(vendor);
    const schema = z.strictObject({ settings: definition.settings, credentials: definition.credentials });
    const { settings, credentials } = parseOrRefuse(
      schema,
      { settings: given.settings, credentials: given.credentials },
      'The connection',
    );
    refuseAuthorities(settings);
    const accepted = {
      settings,
      credentials: await this.certificates.accept(organizationId, credentials),
    };
    this.#refuseAddresses({ vendor, ...accepted });
    return accepted;
  }

  /** Whether the second calls an address that the first does not. */
  addressesDiffer(before: GivenFields, after: GivenFields): boolean {
    const known = new Set(this.#addresses(before));
    return this.#addresses(after).some((address) => !known.has(address));
  }

  /** Whether the second trusts other authorities than the first. */
  authoritiesDiffer(before: GivenFields, after: GivenFields): boolean {
    return authoritiesOf(before.settings)?.trim() !== authoritiesOf(after.settings)?.trim();
  }

  #refuseAddresses(fields: GivenFields): void {
    const issues = this.#addresses(fields).flatMap((address) => {
      const problem = this.policy.problemWithUrl(address);
      return problem === null
        ? []
        : [{ path: 'settings', message: `${URL.parse(address)?.host ?? 'An address'}: ${problem}` }];
    });
    if (issues.length > 0) {
      throw new CodedError('invalid-request', 'An address of the connection may not be called', { issues });
    }
  }

  #addresses({ vendor, settings, credentials }: GivenFields): readonly string[] {
    const adapter = this.vendors.of(vendor);
    return adapter.addressesOf(
      parseOrRefuse(adapter.fieldsSchema, { settings, credentials }, 'The connection'),
    );
  }
}

const refuseAuthorities = (settings: unknown): void => {
  const message = problemWithAuthorities(authoritiesOf(settings));
  if (message === null) return;
  const issues = [{ path: 'settings.certificateAuthorities', message }];
  throw new CodedError('invalid-request', 'The connection is not valid', { issues });
};

const authoritiesOf = (settings: unknown): string | undefined =>
  withAuthorities.safeParse(settings).data?.certificateAuthorities;

const withAuthorities = z.looseObject({ certificateAuthorities: z.string().optional() });

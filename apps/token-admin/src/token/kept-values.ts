import {
  listConnections,
  replacedIn,
  vendorDefinition,
  vendorsReplacing,
  type MdmVendor,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { isUsable } from './token.ts';
import { TokenEntity } from './token.entity.ts';
import { TokenVault } from './token-vault.ts';

/** A value that is entered by hand, and where it is to go: null for every connection of the organization. */
export interface EnteredValue {
  readonly organizationId: string;
  readonly connectionId: string | null;
  readonly value: string;
}

/** Values that an MDM would replace on their way to a device, so that what the device presents matches nothing. */
@Injectable()
export class KeptValues {
  constructor(
    private readonly requester: Requester,
    private readonly dataSource: DataSource,
    private readonly vault: TokenVault,
    private readonly clock: Clock,
  ) {}

  /** Throws `token-value-replaced` when a connection that would get the value replaces something in it. */
  async requireKept(
    { organizationId, connectionId, value }: EnteredValue,
    correlationId: string,
  ): Promise<void> {
    if (vendorsReplacing(value).length === 0) return;
    const { items } = await this.requester.ask(listConnections, { organizationId }, { correlationId });
    const getting = items.filter((each) => connectionId === null || each.connectionId === connectionId);
    for (const { name, vendor } of getting) {
      const like = replacedIn(vendor, value);
      if (like !== null)
        throw new CodedError(
          'token-value-replaced',
          `The MDM of the connection "${name}" (${vendorDefinition(vendor).name}) takes a part of the value for a variable, such as ${like}, and replaces it: choose another value`,
        );
    }
  }

  /** Throws `token-value-replaced` when the organization has a token for every connection that this vendor's would replace. */
  async requireKeptBy(vendor: MdmVendor, organizationId: string): Promise<void> {
    const tokens = await this.dataSource.manager.findBy(TokenEntity, {
      organizationId,
      origin: 'manual',
      state: Not('revoked'),
      connectionId: IsNull(),
    });
    const now = this.clock.now();
    for (const token of tokens.filter((each) => isUsable(each, now))) {
      const like = replacedIn(vendor, this.vault.open(token));
      if (like !== null)
        throw new CodedError(
          'token-value-replaced',
          `${vendorDefinition(vendor).name} takes a part of the value of the token "${token.label}" for a variable, such as ${like}, and replaces it: replace that token first`,
        );
    }
  }
}

import {
  replacedIn,
  tokenValue,
  type ConfigurationExport,
  type exportConfiguration,
  type RequestOf,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { requireConnection } from '../connection/connections.ts';
import { slotsOf } from '../connection/slots.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { wantedToken } from '../reconcile-delivery/wanted-token.ts';
import { filesFor } from './files.ts';
import { instructionsFor } from './instructions.ts';

type Request = RequestOf<typeof exportConfiguration>;

/** What a person enters into an MDM. The files are made when they are asked for, and kept nowhere. */
@Injectable()
export class ExportConfiguration {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requester: Requester,
    private readonly clock: Clock,
  ) {}

  /** Throws `not-found`, `conflict` when no token is wanted there, `token-value-replaced`. */
  async export(request: Request): Promise<ConfigurationExport> {
    const connection = await requireConnection(this.dataSource.manager, request);
    const content = variableOf(connection) ?? kept(connection, await this.#wanted(request));
    const slots = slotsOf(connection);
    return {
      tokenId: content.tokenId,
      files: slots.flatMap((slot) => filesFor(slot, content.value)),
      instructions: instructionsFor(connection.vendor, slots),
    };
  }

  async #wanted({
    organizationId,
    connectionId,
    correlationId,
  }: Request): Promise<{ tokenId: string; value: string }> {
    const organization = await this.dataSource.manager.findOneBy(OrganizationEntity, { organizationId });
    const wanted = wantedToken(organization?.tokens ?? [], connectionId, this.clock.now());
    if (wanted === null) throw new CodedError('conflict', 'No token is wanted there: create one first');
    const { tokenId } = wanted;
    return this.requester.ask(tokenValue, { organizationId, tokenId, connectionId }, { correlationId });
  }
}

/** MobileIron's app configuration refers to the attribute that we keep: it holds no secret. */
const variableOf = ({ vendor, settings }: ConnectionEntity): { tokenId: null; value: string } | undefined => {
  if (vendor !== 'ivanti-neurons' && vendor !== 'ivanti-epmm') return undefined;
  const attribute = typeof settings.attribute === 'string' ? settings.attribute : 'pingidmdmtoken';
  return { tokenId: null, value: `\${${attribute}}` };
};

const kept = ({ vendor }: ConnectionEntity, wanted: { tokenId: string; value: string }): typeof wanted => {
  const like = replacedIn(vendor, wanted.value);
  if (like === null) return wanted;
  throw new CodedError(
    'token-value-replaced',
    `An MDM may take a part of the value for a variable, such as ${like}: give the token another value`,
  );
};

import {
  vendorDefinition,
  type changeConnection,
  type MdmConnection,
  type RequestOf,
} from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { ConnectionFields } from '../connection/connection-fields.ts';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { requireConnection, requireVersion } from '../connection/connections.ts';
import { SealedCredentials } from '../connection/sealed-credentials.ts';
import { shownConnection } from '../connection/shown-connection.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import { lookAtAll } from './look-at-all.ts';
import { ConnectionChanges, type Change } from './connection-changes.ts';

type Request = RequestOf<typeof changeConnection>;

@Injectable()
export class ChangeConnection {
  constructor(
    private readonly changes: ConnectionChanges,
    private readonly fields: ConnectionFields,
    private readonly credentials: SealedCredentials,
  ) {}

  /** Throws `not-found`, `precondition-failed`, `invalid-request`, `forbidden`. */
  async change(request: Request): Promise<MdmConnection> {
    return this.changes.make(request.organizationId, (manager) => this.#change(manager, request));
  }

  async #change(manager: EntityManager, request: Request): Promise<Change<MdmConnection>> {
    const connection = await requireConnection(manager, request);
    requireVersion(connection, request.version);
    this.#apply(connection, request);
    connection.version += 1;
    connection.changedAt = this.changes.clock.now();
    const saved = await manager.save(connection);
    await lookAtAll(manager, saved);
    return { result: shownConnection(saved), event: null };
  }

  #apply(connection: ConnectionEntity, { change, accountMayChange }: Request): void {
    const { credentials, ...fields } = change;
    const { vendor } = connection;
    const settings = change.settings ?? connection.settings;
    if (credentials === undefined) {
      this.#checkWithStored(connection, settings);
    } else {
      this.fields.check({ vendor, settings, credentials });
      if (!accountMayChange) this.#requireSameAccount(connection, credentials);
      connection.sealedCredentials = this.credentials.seal(credentials, connection);
    }
    Object.assign(
      connection,
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    );
  }

  #checkWithStored(connection: ConnectionEntity, settings: ConnectionEntity['settings']): void {
    const before = {
      vendor: connection.vendor,
      settings: connection.settings,
      credentials: this.#stored(connection),
    };
    const after = { ...before, settings };
    if (this.fields.addressesDiffer(before, after)) throw credentialsNeeded('an address changes');
    if (this.fields.authoritiesDiffer(before, after)) throw credentialsNeeded('the authorities change');
    this.fields.check(after);
  }

  #requireSameAccount(connection: ConnectionEntity, credentials: Readonly<Record<string, unknown>>): void {
    const { accountFields } = vendorDefinition(connection.vendor);
    if (accountFields.length === 0) return;
    const stored = z.record(z.string(), z.unknown()).parse(this.#stored(connection));
    if (accountFields.some((name) => stored[name] !== credentials[name]))
      throw new CodedError(
        'forbidden',
        'An administrator decides where values go: these credentials are of another account than the stored ones',
      );
  }

  #stored(connection: ConnectionEntity): unknown {
    try {
      return this.credentials.open(connection);
    } catch (error) {
      if (!(error instanceof DeliveryProblem)) throw error;
      throw credentialsNeeded('the stored ones cannot be opened', error);
    }
  }
}

const credentialsNeeded = (why: string, cause?: DeliveryProblem): CodedError =>
  new CodedError('invalid-request', `The credentials must be entered again: ${why}`, {
    issues: [{ path: 'credentials', message: `needed, because ${why}` }],
    cause,
  });

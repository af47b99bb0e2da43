import { vendorDefinition, changeConnection, type MdmConnection, type RequestOf } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { ConnectionFields } from '../connection/connection-fields.ts';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { requireConnection, requireVersion } from '../connection/connections.ts';
import { SealedCredentials } from '../connection/sealed-credentials.ts';
import { requireOwnPlace } from '../connection/sister-connections.ts';
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
    private readonly dataSource: DataSource,
  ) {}

  /** Throws `not-found`, `precondition-failed`, `invalid-request`, `forbidden`. */
  async change(request: Request): Promise<MdmConnection> {
    const { organizationId, operationId } = request;
    const changed = await this.#changedFields(request);
    const asked = { organizationId, operationId, reply: changeConnection.reply };
    return this.changes.make(asked, (manager) => this.#change(manager, request, changed));
  }

  async #change(
    manager: EntityManager,
    request: Request,
    changed: Partial<ConnectionEntity>,
  ): Promise<Change<MdmConnection>> {
    const connection = await this.#current(manager, request);
    Object.assign(connection, changed);
    if (movesValues(request.change)) await requireOwnPlace(manager, connection);
    connection.version += 1;
    connection.changedAt = this.changes.clock.now();
    const saved = await manager.save(connection);
    await lookAtAll(manager, saved);
    return { result: shownConnection(saved), event: null };
  }

  async #current(manager: EntityManager, request: Request): Promise<ConnectionEntity> {
    const connection = await requireConnection(manager, request);
    requireVersion(connection, request.version);
    return connection;
  }

  /** Before the organization is locked: opening a certificate may take its time. The version says that nothing changed. */
  async #changedFields(request: Request): Promise<Partial<ConnectionEntity>> {
    const connection = await this.#current(this.dataSource.manager, request);
    const { credentials, ...fields } = request.change;
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const settings = fields.settings ?? connection.settings;
    if (credentials === undefined)
      return { ...given, settings: await this.#acceptedWithStored(connection, settings) };
    const { vendor, organizationId } = connection;
    const accepted = await this.fields.accept(organizationId, { vendor, settings, credentials });
    if (!request.accountMayChange) this.#requireSameAccount(connection, credentials);
    const sealedCredentials = this.credentials.seal(accepted.credentials, connection);
    return { ...given, settings: accepted.settings, sealedCredentials };
  }

  async #acceptedWithStored(
    connection: ConnectionEntity,
    settings: ConnectionEntity['settings'],
  ): Promise<ConnectionEntity['settings']> {
    const { vendor, organizationId } = connection;
    const after = { vendor, settings, credentials: this.#stored(connection) };
    const accepted = await this.fields.accept(organizationId, after);
    const before = { vendor, ...accepted, settings: connection.settings };
    if (this.fields.addressesDiffer(before, { vendor, ...accepted }))
      throw credentialsNeeded('an address changes');
    if (this.fields.authoritiesDiffer(before, after)) throw credentialsNeeded('the authorities change');
    return accepted.settings;
  }

  #requireSameAccount(connection: ConnectionEntity, credentials: Readonly<Record<string, unknown>>): void {
    const { accountFields } = vendorDefinition(connection.vendor);
    if (accountFields.length === 0) return;
    const stored = this.#stored(connection);
    if (accountFields.some((name) => stored[name] !== credentials[name]))
      throw new CodedError(
        'forbidden',
        'An administrator decides where values go: these credentials are of another account than the stored ones',
      );
  }

  #stored(connection: ConnectionEntity): Record<string, unknown> {
    try {
      return z.record(z.string(), z.unknown()).parse(this.credentials.open(connection));
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

/** A new name or password leads nowhere else: two connections that stand in one place from before can be mended one by one. */
const movesValues = ({ settings, apps, configurationKey }: Request['change']): boolean =>
  settings !== undefined || apps !== undefined || configurationKey !== undefined;

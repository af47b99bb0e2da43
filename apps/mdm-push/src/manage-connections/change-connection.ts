import type { changeConnection, MdmConnection, RequestOf } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionFields } from '../connection/connection-fields.ts';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { requireConnection, requireVersion } from '../connection/connections.ts';
import { SealedCredentials } from '../connection/sealed-credentials.ts';
import { shownConnection } from '../connection/shown-connection.ts';
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

  /** Throws `not-found`, `precondition-failed`, `invalid-request`. */
  async change(request: Request): Promise<MdmConnection> {
    return this.changes.make(request.organizationId, (manager) => this.#change(manager, request));
  }

  async #change(manager: EntityManager, request: Request): Promise<Change<MdmConnection>> {
    const connection = await requireConnection(manager, request);
    requireVersion(connection, request.version);
    this.#apply(connection, request.change);
    connection.version += 1;
    connection.changedAt = this.changes.clock.now();
    const saved = await manager.save(connection);
    await lookAtAll(manager, saved);
    return { result: shownConnection(saved), event: null };
  }

  #apply(connection: ConnectionEntity, { credentials, ...change }: Request['change']): void {
    const before = this.#given(connection);
    if (credentials === undefined && this.fields.addressesDiffer(before, { ...before, ...change })) {
      throw new CodedError('invalid-request', 'An address changes: the credentials must be entered again', {
        issues: [{ path: 'credentials', message: 'needed, because an address changes' }],
      });
    }
    this.fields.check({ ...before, ...change, credentials: credentials ?? before.credentials });
    Object.assign(
      connection,
      Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    );
    if (credentials !== undefined)
      connection.sealedCredentials = this.credentials.seal(credentials, connection);
  }

  #given(connection: ConnectionEntity): Parameters<ConnectionFields['check']>[0] {
    const { vendor, settings } = connection;
    return { vendor, settings, credentials: this.credentials.open(connection) };
  }
}

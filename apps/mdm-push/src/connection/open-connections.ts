import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Unreadable } from '../isolation/unreadable.ts';
import { OutboundAgent } from '../outbound/outbound-agent.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import { VendorHttp } from '../vendors/http/vendor-http.ts';
import type { MdmSession } from '../vendors/mdm-vendor.ts';
import { VendorList } from '../vendors/vendor-list.ts';
import type { ConnectionEntity } from './connection.entity.ts';
import { StoredCredentials } from './stored-credentials.ts';

interface Opened {
  readonly version: number;
  readonly session: Promise<MdmSession>;
}

const openMax = 2_000;

/** Sessions with MDM systems, kept between deliveries for their access tokens and for what is known of their health. */
@Injectable()
export class OpenConnections {
  readonly #opened = new Map<string, Opened>();

  constructor(
    readonly vendors: VendorList,
    readonly credentials: StoredCredentials,
    private readonly agent: OutboundAgent,
  ) {}

  /** Throws DeliveryProblem when what is stored cannot be used, or was refused. */
  async sessionOf(connection: ConnectionEntity): Promise<MdmSession> {
    this.credentials.refusals.requireNone(connection);
    const { connectionId, version } = connection;
    const known = this.#opened.get(connectionId);
    this.#opened.delete(connectionId);
    const opened = known?.version === version ? known : { version, session: this.#open(connection) };
    this.#opened.set(connectionId, opened);
    this.#closeOldest();
    try {
      return await opened.session;
    } catch (error) {
      if (this.#opened.get(connectionId) === opened) this.#opened.delete(connectionId);
      throw error;
    }
  }

  async #open(connection: ConnectionEntity): Promise<MdmSession> {
    const adapter = this.vendors.of(connection.vendor);
    const fields = { settings: connection.settings, credentials: await this.#credentialsOf(connection) };
    const parsed = adapter.fieldsSchema.safeParse(fields);
    if (!parsed.success)
      throw new DeliveryProblem('settings-refused', 'The stored settings are not valid any more');
    const { certificateAuthorities } = parsed.data.settings;
    return adapter.open(parsed.data, new VendorHttp(this.agent.dispatcherFor(certificateAuthorities)));
  }

  /** Some were stored before PKCS#12 files were opened when they are entered. */
  async #credentialsOf(connection: ConnectionEntity): Promise<unknown> {
    const stored = z.record(z.string(), z.unknown()).parse(this.credentials.sealed.open(connection));
    try {
      return await this.credentials.certificates.opened(connection.organizationId, stored);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw new DeliveryProblem('credentials-refused', error.message, { cause: error });
    }
  }

  /** The one that was used longest ago: a map keeps its entries in the order they were set. */
  #closeOldest(): void {
    if (this.#opened.size <= openMax) return;
    for (const oldest of this.#opened.keys()) {
      this.#opened.delete(oldest);
      return;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { OutboundAgent } from '../outbound/outbound-agent.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import { VendorHttp } from '../vendors/http/vendor-http.ts';
import type { MdmSession } from '../vendors/mdm-vendor.ts';
import { VendorList } from '../vendors/vendor-list.ts';
import type { ConnectionEntity } from './connection.entity.ts';
import { SealedCredentials } from './sealed-credentials.ts';

interface Opened {
  readonly version: number;
  readonly session: MdmSession;
}

const openMax = 2_000;

/** Sessions with MDM systems, kept between deliveries for their access tokens and for what is known of their health. */
@Injectable()
export class OpenConnections {
  readonly #opened = new Map<string, Opened>();

  constructor(
    private readonly vendors: VendorList,
    private readonly credentials: SealedCredentials,
    private readonly agent: OutboundAgent,
  ) {}

  /** Throws DeliveryProblem when what is stored cannot be used. */
  sessionOf(connection: ConnectionEntity): MdmSession {
    const { connectionId, version } = connection;
    const known = this.#opened.get(connectionId);
    this.#opened.delete(connectionId);
    const opened = known?.version === version ? known : { version, session: this.#open(connection) };
    this.#opened.set(connectionId, opened);
    this.#closeOldest();
    return opened.session;
  }

  #open(connection: ConnectionEntity): MdmSession {
    const adapter = this.vendors.of(connection.vendor);
    const fields = { settings: connection.settings, credentials: this.credentials.open(connection) };
    const parsed = adapter.fieldsSchema.safeParse(fields);
    if (!parsed.success)
      throw new DeliveryProblem('settings-refused', 'The stored settings are not valid any more');
    const { certificateAuthorities } = parsed.data.settings;
    return adapter.open(parsed.data, new VendorHttp(this.agent.dispatcherFor(certificateAuthorities)));
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

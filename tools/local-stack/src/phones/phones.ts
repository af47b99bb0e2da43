import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { organizationSchema } from '@mdm-gate/contracts';
import { createLogger } from '@mdm-gate/service-kit';
import { createVerifierClient, type VerifierClient } from '@mdm-gate/verifier-client';
import { z } from 'zod';
import { Gateway } from '../story/gateway.ts';
import { checkIn, findDevices, heldToken } from '../story/managed-devices.ts';
import type { StoryContext } from '../story/story-context.ts';
import { newTenant, vendorNames, type NewTenant } from '../story/vendor-connections.ts';
import { strangersPhone, type Act, type Asked, type Phone } from './phone.ts';
import { phonesPage } from './phones-page.ts';
import { valuesToEnter } from './values-to-enter.ts';

const organizationsSchema = z.object({ items: z.array(organizationSchema) });

/** Phones to play with in a browser: each asks as the pairing or the authentication service would for it. */
export class Phones {
  readonly #server: Server;
  readonly #gateway: Gateway;

  private constructor(
    private readonly context: Pick<StoryContext, 'stack'>,
    private readonly verifier: VerifierClient,
    private readonly tenants: readonly NewTenant[],
    private readonly phones: readonly Phone[],
  ) {
    this.#gateway = new Gateway(context.stack.description);
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        (page) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
        (error: unknown) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)),
      );
    });
  }

  /** Their MDMs have tenants of their own: those of an organization that is there already are not written into twice. */
  static async start(context: Pick<StoryContext, 'stack'>): Promise<Phones> {
    const tenants = await Promise.all(vendorNames.map((vendor) => newTenant(context, vendor)));
    const managed = await Promise.all(
      tenants.map(({ vendor, tenant }) => findDevices(context, vendor, tenant)),
    );
    const verifier = await createVerifierClient({
      url: context.stack.description.natsUrl,
      logger: createLogger('phones', { level: 'silent' }),
    });
    const phones = [
      ...managed
        .flat()
        .map((device) => ({ deviceId: device.deviceId, platform: device.platform, managed: device })),
      strangersPhone,
    ];
    const started = new Phones(context, verifier, tenants, phones);
    await new Promise<void>((resolve) => started.#server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.verifier.close();
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const chosen = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
    const { items } = (await this.#gateway.call('GET /organizations?limit=100', organizationsSchema)).body;
    const organizationId = chosen.get('organizationId');
    return phonesPage({
      organizations: items,
      chosen: organizationId,
      asked: organizationId === null ? null : await this.#ask(organizationId, chosen),
      phones: await Promise.all(
        this.phones.map(async (phone) => ({ ...phone, holds: (await this.#held(phone)) !== null })),
      ),
      connections: this.tenants.map(({ connection }) => valuesToEnter(connection)),
    });
  }

  async #ask(organizationId: string, chosen: URLSearchParams): Promise<Asked | null> {
    const act: Act = chosen.has('pairing') ? 'pairing' : 'authentication';
    const phone = this.phones.find(({ deviceId }) => deviceId === chosen.get(act));
    if (phone === undefined) return null;
    // As an authenticator app does when it is opened.
    if (phone.managed !== null) await checkIn(this.context, phone.managed);
    const mdmToken = await this.#held(phone);
    const asked = { organizationId, deviceId: phone.deviceId, platform: phone.platform, mdmToken };
    const result = await (act === 'pairing'
      ? this.verifier.checkPairing(asked)
      : this.verifier.checkAuthentication(asked));
    return { act, phone, presented: mdmToken === null ? 'nothing' : 'a token', result };
  }

  async #held({ managed }: Phone): Promise<string | null> {
    return managed === null ? null : heldToken(this.context, managed);
  }
}

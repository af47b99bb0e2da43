import { deepStrictEqual, ok } from 'node:assert/strict';
import { platforms, type Delivery, type Impact, type MdmToken, type Rotation } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { problemOf, type ApiReply } from '../fixtures/api-client.ts';
import { connectMdm, createOrganization, type TestOrganization } from '../fixtures/running-gateway.ts';
import { FleetDevices, type FleetDevice } from './fleet-devices.ts';
import type { FleetServices } from './fleet-services.ts';
import {
  isOfAdministrator,
  isOfObservations,
  type Acknowledges,
  type AdministratorStep,
  type FleetStep,
  type Has,
  type ObservationStep,
  type StepOf,
} from './fleet-steps.ts';
import { ObservationCourier } from './observation-courier.ts';
import { isOpen, whyWrong, type Examined } from './why-wrong.ts';

const timeoutMs = 60_000;
const dayMs = 86_400_000;
const manyDevices = 1_000;

/** A value that a token has, or had. */
interface KnownValue {
  readonly tokenId: string;
  readonly value: string;
}

/** What an administrator wants, and the resource whose version says that nobody else has changed it meanwhile. */
interface Wish {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly resource: string;
  readonly body: object;
  readonly acknowledges: Acknowledges;
}

/** One organization with its devices, its administrators and what its MDM systems hold: the real services beside a model of them. */
export class Fleet {
  readonly #devices: FleetDevices;
  readonly #values: KnownValue[] = [];
  /** How often something was seen that a fleet should see. */
  readonly seen = { refusals: 0, held: 0, ended: 0 };
  #areStored = true;
  #edits = 0;

  private constructor(
    private readonly services: FleetServices,
    private readonly organization: TestOrganization,
    private readonly connections: readonly [string, string],
    private readonly courier: ObservationCourier,
  ) {
    this.#devices = new FleetDevices(services, organization);
  }

  /** It enforces, and all of its devices have the first token. */
  static async in(services: FleetServices): Promise<Fleet> {
    const organization = await createOrganization(services.gateway);
    const connections = [await connectMdm(organization), await connectMdm(organization)] as const;
    const courier = await ObservationCourier.of(services.gateway, organization.organizationId);
    const fleet = new Fleet(services, organization, connections, courier);
    await fleet.#create({ what: 'create', ofConnection: false });
    await fleet.#setPolicy({ what: 'set-policy', mode: 'enforce', acknowledges: 'all' });
    await fleet.#presentAll(fleet.#devices.all.map((_, device) => ({ device, has: 'wanted' as const })));
    return fleet;
  }

  /** Throws when the step halts a device that nobody has acknowledged, or leaves a rotation without saying why. */
  async take(step: FleetStep): Promise<void> {
    const known = await this.#devices.known();
    const since = new Map(this.#devices.all.map((device) => [device, device.sinceMs]));
    const meant = await this.#make(step);
    await this.#untilRotationsSayWhy();
    const halted = await this.#devices.haltedSince();
    const surprised = halted.filter((device) => known.has(device) && since.get(device) === device.sinceMs);
    ok(surprised.length <= meant, `${namesOf(surprised)} are halted, and ${meant} were acknowledged`);
  }

  /** Devices take up what is wanted, and administrators decide: then the ledger is right, and every rotation ends. */
  async end(): Promise<void> {
    await this.courier.release();
    // Whatever was said of it before, this is something else.
    for (const device of this.#devices.all) await this.#devices.present(device, 'a value of nobody');
    await this.#presentAll(this.#devices.all.map((_, device) => ({ device, has: 'wanted' as const })));
    const known = await this.#devices.known();
    deepStrictEqual(namesOf(this.#devices.all.filter((device) => !known.has(device))), '');
    await this.#letDaysPass(400);
    for (const rotation of (await this.#rotations()).filter(isOpen))
      await waitFor(() => this.#decidedToItsEnd(rotation), { timeoutMs, describe: 'a rotation to end' });
  }

  async stop(): Promise<void> {
    await this.courier.stop();
  }

  /** How many halted devices somebody has acknowledged. */
  async #make(step: FleetStep): Promise<number> {
    if (isOfAdministrator(step)) return this.#decideBy(step);
    await (isOfObservations(step) ? this.#carry(step) : this.#happen(step));
    return 0;
  }

  #decideBy(step: AdministratorStep): Promise<number> {
    switch (step.what) {
      case 'create':
        return this.#create(step);
      case 'rotate':
        return this.#rotate(step);
      case 'decide':
        return this.#decide(step);
      case 'revoke':
        return this.#revoke(step);
      case 'edit':
        return this.#edit(step);
      case 'set-policy':
        return this.#setPolicy(step);
      case 'disconnect':
        return this.#disconnect(step);
    }
  }

  async #carry(step: ObservationStep): Promise<void> {
    switch (step.what) {
      case 'hold-observations':
        return this.courier.hold();
      case 'release-observations':
        return this.courier.release();
      case 'repeat-observations':
        return this.courier.repeat(step.order);
      case 'lose-observations':
        for (const { device, has } of step.by) await this.#present(device, has);
        return this.services.verifier.killAndStart();
    }
  }

  async #happen(step: Exclude<FleetStep, AdministratorStep | ObservationStep>): Promise<void> {
    switch (step.what) {
      case 'present':
        return this.#presentAll(step.by);
      case 'vanish':
        return this.#devices.vanish(this.#devices.at(step.device));
      case 'deliver':
        this.#areStored = step.isStored;
        return;
      case 'let-days-pass':
        return this.#letDaysPass(step.days);
    }
  }

  async #present(device: number, has: Has): Promise<FleetDevice> {
    const one = this.#devices.at(device);
    await this.#devices.present(one, await this.#valueOf(has));
    return one;
  }

  async #presentAll(by: StepOf<'present'>['by']): Promise<void> {
    const presented: FleetDevice[] = [];
    for (const { device, has } of by) presented.push(await this.#present(device, has));
    if (!this.courier.isHolding) await this.#devices.untilKnown(presented);
  }

  async #valueOf(has: Has): Promise<string | null> {
    if (has === 'nothing') return null;
    if (has === 'foreign') return 'a value of somebody else';
    if (has !== 'wanted') return this.#values[has % this.#values.length]?.value ?? null;
    const wanted = wantedOf(await this.#tokens(), null);
    return this.#values.findLast(({ tokenId }) => tokenId === wanted?.tokenId)?.value ?? null;
  }

  async #create({ ofConnection }: StepOf<'create'>): Promise<number> {
    const body = { label: 'created', ...(ofConnection ? { connectionId: this.connections[1] } : {}) };
    this.#learn(await this.#post('/mdm-tokens', body));
    return 0;
  }

  async #rotate(step: StepOf<'rotate'>): Promise<number> {
    const { ofConnection, whenShare, graceHours, deadlineDays } = step;
    const reply = await this.#post('/rotations', {
      label: 'rotated',
      ...(ofConnection ? { connectionId: this.connections[1] } : {}),
      advance: whenShare === null ? 'by-hand' : { whenShare },
      graceHours,
      deadline: deadlineDays === null ? null : new Date(Date.now() + deadlineDays * dayMs).toISOString(),
    });
    this.#learn(reply);
    return 0;
  }

  async #decide({ act, rotation, acknowledges }: StepOf<'decide'>): Promise<number> {
    const resource = await this.#someRotation(rotation);
    if (resource === null) return 0;
    if (act === 'hold' || act === 'resume') return this.#hold(act, resource);
    return this.#wish({ method: 'POST', path: `${resource}/${act}`, resource, body: {}, acknowledges });
  }

  /** Halts nobody, whether or not it is refused. */
  async #hold(act: 'hold' | 'resume', resource: string): Promise<number> {
    const ifMatch = (await this.#get(resource)).headers.get('etag');
    await this.#ask('POST', `${resource}/${act}`, { ifMatch, body: {} });
    return 0;
  }

  async #someRotation(number: number): Promise<string | null> {
    const open = (await this.#rotations()).filter(isOpen);
    const one = open[number % Math.max(1, open.length)];
    return one === undefined ? null : `/rotations/${one.rotationId}`;
  }

  async #revoke({ token, because, acknowledges }: StepOf<'revoke'>): Promise<number> {
    const resource = await this.#someToken(token);
    const path = `${resource}/revoke`;
    const meant = await this.#wish({ method: 'POST', path, resource, body: { because }, acknowledges });
    return because === 'compromised' ? manyDevices : meant;
  }

  async #edit({ token, field, acknowledges }: StepOf<'edit'>): Promise<number> {
    const resource = await this.#someToken(token);
    this.#edits += 1;
    const value = `edited ${this.#edits} in ${this.organization.organizationId}`;
    const body =
      field === 'value' ? { value } : { expiresAt: new Date(Date.now() + 3 * dayMs).toISOString() };
    const meant = await this.#wish({ method: 'PATCH', path: resource, resource, body, acknowledges });
    // Whether or not it was refused: then it is a value of nobody.
    if (field === 'value') this.#values.push({ tokenId: resource.split('/').at(-1) ?? '', value });
    return meant;
  }

  #setPolicy({ mode, acknowledges }: StepOf<'set-policy'>): Promise<number> {
    return this.#wish({ method: 'PUT', path: '/policy', resource: '/policy', body: { mode }, acknowledges });
  }

  #disconnect({ acknowledges }: StepOf<'disconnect'>): Promise<number> {
    const resource = `/mdm-connections/${this.connections[1]}`;
    return this.#wish({ method: 'DELETE', path: resource, resource, body: {}, acknowledges });
  }

  /** Asked once: a refusal is an answer, and whatever was acknowledged is meant, refused or not. */
  async #wish({ method, path, resource, body, acknowledges }: Wish): Promise<number> {
    const ifMatch = (await this.#get(resource)).headers.get('etag');
    const meant = await this.#meant({ method, path, body, acknowledges });
    const said = meant === null ? {} : { acknowledgeHaltedDevices: meant };
    const query = method === 'DELETE' && meant !== null ? `?acknowledgeHaltedDevices=${meant}` : '';
    this.#note(await this.#ask(method, `${path}${query}`, { ifMatch, body: { ...body, ...said } }));
    return meant ?? 0;
  }

  #note(reply: ApiReply): void {
    if (reply.status >= 400 && problemOf(reply).code === 'would-halt-devices') this.seen.refusals += 1;
  }

  async #meant({ method, path, body, acknowledges }: Omit<Wish, 'resource'>): Promise<number | null> {
    if (acknowledges === 'none') return null;
    if (acknowledges === 'all') return manyDevices;
    const told = await this.#ask(method, `${path}?dryRun=true`, { body });
    return (told.body as { impact?: Impact }).impact?.halted ?? 0;
  }

  async #ask(
    method: Wish['method'],
    path: string,
    { body, ...options }: { readonly body: object; readonly ifMatch?: string | null },
  ): Promise<ApiReply> {
    const { administrator, path: base } = this.organization;
    const given = method === 'DELETE' ? options : { ...options, body };
    const reply = await administrator.request(method, `${base}${path}`, given);
    ok(reply.status < 500, `${method} ${path} was answered ${reply.status}: ${reply.text}`);
    return reply;
  }

  #post(path: string, body: object): Promise<ApiReply> {
    return this.#ask('POST', path, { body });
  }

  #get(path: string): Promise<ApiReply> {
    return this.organization.administrator.get(`${this.organization.path}${path}`);
  }

  #learn({ status, body }: ApiReply): void {
    if (status !== 201) return;
    const { token, value } = body as { token: MdmToken; value: string };
    this.#values.push({ tokenId: token.tokenId, value });
  }

  async #someToken(number: number): Promise<string> {
    const living = (await this.#tokens()).filter(({ state }) => state !== 'revoked');
    return `/mdm-tokens/${living[number % Math.max(1, living.length)]?.tokenId ?? 'none'}`;
  }

  async #tokens(): Promise<readonly MdmToken[]> {
    return ((await this.#get('/mdm-tokens?limit=200')).body as { items: MdmToken[] }).items;
  }

  async #rotations(): Promise<readonly Rotation[]> {
    return ((await this.#get('/rotations?limit=200')).body as { items: Rotation[] }).items;
  }

  async #letDaysPass(days: number): Promise<void> {
    const { organizationId } = this.organization;
    await this.services.gateway.database.query(daysPassStatement, [organizationId, days]);
  }

  /** What mdm-push would say, as far as rotations look at it. */
  async #deliver(): Promise<void> {
    const tokens = await this.#tokens();
    const [first, second] = this.connections;
    this.services.gateway.neighbours.neighbours.delivered = [
      ...deliveriesTo(first, wantedOf(tokens, null), this.#areStored),
      ...deliveriesTo(second, wantedOf(tokens, second) ?? wantedOf(tokens, null), this.#areStored),
    ];
  }

  async #untilRotationsSayWhy(): Promise<void> {
    await this.#deliver();
    await this.services.gateway.database.query(lookNowStatement, [this.organization.organizationId]);
    await waitFor(() => this.#requireNothingWrong(), { timeoutMs, describe: 'nothing to be wrong' });
  }

  /** Throws what is wrong. */
  async #requireNothingWrong(): Promise<true> {
    const all = await this.#rotations();
    this.seen.held = Math.max(this.seen.held, all.filter(({ state }) => state === 'held').length);
    this.seen.ended = all.filter((rotation) => !isOpen(rotation)).length;
    for (const { rotationId } of all.filter(isOpen)) {
      const rotation = (await this.#get(`/rotations/${rotationId}`)).body as Examined;
      const wrong = whyWrong(rotation, Date.now());
      if (wrong !== null) throw new Error(`${rotation.state}: ${wrong}`);
    }
    return true;
  }

  async #decidedToItsEnd({ rotationId }: Rotation): Promise<boolean> {
    const resource = `/rotations/${rotationId}`;
    for (const act of ['advance', 'cancel']) {
      const found = await this.#get(resource);
      if (!isOpen(found.body as Rotation)) return true;
      const body = { acknowledgeHaltedDevices: manyDevices };
      const ifMatch = found.headers.get('etag');
      const { status } = await this.#ask('POST', `${resource}/${act}`, { ifMatch, body });
      if (status < 300) break;
    }
    return !isOpen((await this.#get(resource)).body as Rotation);
  }
}

const namesOf = (devices: readonly FleetDevice[]): string =>
  devices.map(({ deviceId }) => deviceId).join(', ');

/** The newest of the scope. */
const wantedOf = (tokens: readonly MdmToken[], connectionId: string | null): MdmToken | undefined =>
  tokens
    .filter((token) => token.state === 'active' && token.connectionId === connectionId)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];

const deliveriesTo = (
  connectionId: string,
  wanted: MdmToken | undefined,
  isStored: boolean,
): readonly Delivery[] =>
  wanted === undefined
    ? []
    : platforms.map((platform) => ({
        connectionId,
        platform,
        state: isStored ? 'stored' : 'accepted',
        wantedTokenId: wanted.tokenId,
        heldTokenId: isStored ? wanted.tokenId : null,
        attempts: 1,
        lastError: null,
        nextAttemptAt: null,
        changedAt: new Date().toISOString(),
      }));

const daysPassStatement = `
  UPDATE token_admin.rotations SET state_since = state_since - make_interval(days => $2),
    started_at = started_at - make_interval(days => $2), deadline = deadline - make_interval(days => $2)
  WHERE organization_id = $1`;

const lookNowStatement = `UPDATE token_admin.rotations SET next_look_at = now() WHERE organization_id = $1`;

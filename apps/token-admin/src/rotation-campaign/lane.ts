import { randomUUID } from 'node:crypto';
import { checkAuthentication, type CheckReply, type Rotation } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import type { ApiClient, ApiReply } from '../fixtures/api-client.ts';
import type { RunningPair } from '../fixtures/running-pair.ts';
import type { TypedInConnection } from '../fixtures/vendor-tenants.ts';

/** How a rotation is to end: by itself, with a straggler that is acknowledged, or given up in one of its states. */
export const plans = [
  'by-itself',
  'acknowledged',
  'given-up-delivering',
  'given-up-adopting',
  'given-up-held',
] as const;
export type Plan = (typeof plans)[number];

/** Whoever was halted asks again so much later, and not at all with a value that was revoked: nobody is to fail too often. */
const askAgainMs = 2_000;

interface Halted {
  readonly value: string;
  readonly reply: CheckReply;
  readonly atMs: number;
}

const names = ['quick', 'steady', 'late'] as const;

/** Which devices take the new value up, once it was delivered. */
const takesUp: Readonly<Record<Plan, readonly string[]>> = {
  'by-itself': names,
  acknowledged: ['quick', 'steady'],
  'given-up-delivering': [],
  'given-up-adopting': [],
  'given-up-held': ['quick', 'steady'],
};

/** How many halted devices the administrator means by that. */
const acknowledged: Readonly<Record<Plan, number>> = {
  'by-itself': 0,
  acknowledged: 1,
  'given-up-delivering': 0,
  'given-up-adopting': 0,
  'given-up-held': 2,
};

/** When and how an administrator who follows the plan decides. */
const decisions: Readonly<
  Record<Plan, { readonly act: 'advance' | 'cancel'; readonly states: readonly Rotation['state'][] }>
> = {
  'by-itself': { act: 'advance', states: ['held'] },
  acknowledged: { act: 'advance', states: ['held'] },
  'given-up-delivering': { act: 'cancel', states: ['delivering', 'adopting', 'held'] },
  'given-up-adopting': { act: 'cancel', states: ['adopting', 'held'] },
  'given-up-held': { act: 'cancel', states: ['held'] },
};

interface Value {
  readonly tokenId: string;
  readonly value: string;
}

interface Running extends Value {
  readonly rotationId: string;
  readonly plan: Plan;
  /** Whether somebody has asked for what halts devices. */
  isMeant: boolean;
}

/** How a rotation ended, and what is to hold afterwards. */
export interface Ended {
  readonly rotationId: string;
  readonly state: Rotation['state'];
  readonly plan: Plan;
  readonly fresh: Value;
  readonly former: Value;
}

const isPatient = ({ reply, atMs }: Halted): boolean =>
  reply.reason === 'token-revoked' || performance.now() < atMs + askAgainMs;

/** One MDM connection whose tokens are rotated one after the other, by an administrator who asks until there is an answer. */
export class Lane {
  readonly ended: Ended[] = [];
  #running: Running | null = null;
  #key = randomUUID();
  readonly #halted = new Map<string, Halted>();
  /** The value that each device of the lane has. */
  readonly #holds = new Map<string, Value>();

  constructor(
    private readonly pair: RunningPair,
    private readonly connectionId: string,
    private current: Value,
    private readonly nextPlan: () => Plan,
  ) {
    for (const name of names) this.#holds.set(this.#deviceId(name), current);
  }

  get isResting(): boolean {
    return this.#running === null;
  }

  /** For whoever looks into a failure. */
  get doing(): string {
    const of = (each: { rotationId: string; plan: Plan } | null | undefined) =>
      `${each?.rotationId} ${each?.plan}`;
    return `now ${of(this.#running)}, before it ${of(this.ended.at(-1))}`;
  }

  get devices(): ReadonlyMap<string, Value> {
    return this.#holds;
  }

  /** Somebody means it, and the lane may not have heard yet that it was done. */
  mayBeHalted(deviceId: string): boolean {
    if (this.#running?.isMeant !== true) return false;
    return (this.#running.plan === 'acknowledged') === (deviceId === this.#deviceId('late'));
  }

  /** What the device is answered, or was, if it is not its turn to ask again. */
  async check(deviceId: string, { value }: Value): Promise<CheckReply> {
    const halted = this.#halted.get(deviceId);
    if (halted?.value === value && isPatient(halted)) return halted.reply;
    const { organizationId } = this.pair.organization;
    const check = { organizationId, deviceId, platform: 'ios' as const, mdmToken: value };
    const reply = await this.pair.neighbours.requester.ask(checkAuthentication, check);
    if (reply.decision === 'halt') this.#halted.set(deviceId, { value, reply, atMs: performance.now() });
    return reply;
  }

  /** Every device asks, and the administrator does one thing. Throws when one of them was not answered. */
  async goOn(mayBegin: boolean): Promise<void> {
    const asking = [...this.#holds].map(([deviceId, value]) => this.check(deviceId, value));
    const all = await Promise.allSettled([this.#act(mayBegin), ...asking]);
    const torn = all.find(({ status }) => status === 'rejected');
    if (torn?.status === 'rejected') throw torn.reason;
  }

  /** The gates know only devices that were seen. */
  async untilKnown(): Promise<void> {
    const { path } = this.pair.organization;
    const isKnown = async (deviceId: string): Promise<boolean> => {
      const reply = await this.#administrator.get(`${path}/devices/${encodeURIComponent(deviceId)}`);
      return (reply.body as { lastProceededToken?: object | null }).lastProceededToken != null;
    };
    const areKnown = async (): Promise<boolean> => {
      await this.goOn(false);
      return (await Promise.all([...this.#holds.keys()].map(isKnown))).every(Boolean);
    };
    await waitFor(areKnown, { timeoutMs: 60_000, intervalMs: 100, describe: 'the devices to be known' });
  }

  async #act(mayBegin: boolean): Promise<void> {
    if (this.#running === null) {
      if (mayBegin) await this.#begin();
      return;
    }
    const { rotationId } = this.#running;
    const reply = await this.#administrator.get(`${this.#path}/${rotationId}`);
    if (reply.status !== 200) return;
    const { state } = reply.body as Rotation;
    if (state === 'completed' || state === 'cancelled') this.#end(this.#running, state);
    else await this.#follow(this.#running, state, reply.headers.get('etag'));
  }

  async #begin(): Promise<void> {
    const plan = this.nextPlan();
    const { connectionId } = this;
    const body = { label: `rotated ${this.#key}`, connectionId, advance: { whenShare: 0.5 }, graceHours: 0 };
    const headers = { 'idempotency-key': this.#key };
    const reply = await this.#administrator.post(this.#path, body, { headers });
    if (reply.status >= 500) return;
    if (reply.status !== 201) throw new Error(`A rotation was not begun: ${reply.text}`);
    const { rotation, value } = reply.body as { rotation: Rotation; value: string };
    const { rotationId, tokenId } = rotation;
    this.#key = randomUUID();
    this.#running = { rotationId, tokenId, value, plan, isMeant: false };
  }

  async #follow(running: Running, state: Rotation['state'], ifMatch: string | null): Promise<void> {
    if (state === 'delivering') await this.#enterByHand(running);
    else for (const name of takesUp[running.plan]) this.#holds.set(this.#deviceId(name), running);
    const { act, states } = decisions[running.plan];
    if (!states.includes(state)) return;
    const body = { acknowledgeHaltedDevices: acknowledged[running.plan] };
    const path = `${this.#path}/${running.rotationId}/${act}`;
    running.isMeant = body.acknowledgeHaltedDevices > 0;
    const reply = await this.#administrator.post(path, body, { ifMatch });
    if (reply.status < 500 && ![200, 202, 409, 412].includes(reply.status))
      throw new Error(`A decision was refused: ${reply.text}`);
  }

  /** Does nothing where mdm-push writes by itself. */
  async #enterByHand({ tokenId }: Running): Promise<void> {
    const { path } = this.pair.organization;
    for (const platform of ['ios', 'android']) {
      const body = { platform, tokenId };
      await this.#administrator.post(`${path}/mdm-connections/${this.connectionId}/confirm`, body);
    }
  }

  #end(running: Running, state: Rotation['state']): void {
    const { rotationId, plan, tokenId, value } = running;
    const fresh = { tokenId, value };
    this.ended.push({ rotationId, state, plan, fresh, former: this.current });
    if (state === 'completed') this.current = fresh;
    for (const device of this.#holds.keys()) this.#holds.set(device, this.current);
    this.#running = null;
  }

  #deviceId(name: string): string {
    return `${this.connectionId}/${name}`;
  }

  get #path(): string {
    return `${this.pair.organization.path}/rotations`;
  }

  get #administrator(): ApiClient {
    return this.pair.organization.administrator;
  }
}

/** A connection with a token of its own. */
export const openLane = async (
  pair: RunningPair,
  connection: TypedInConnection,
  nextPlan: () => Plan,
): Promise<Lane> => {
  const { administrator, path } = pair.organization;
  const added = await administrator.post(`${path}/mdm-connections`, connection);
  if (added.status !== 201) throw new Error(`No connection was added: ${added.text}`);
  const { connectionId } = added.body as { connectionId: string };
  const created: ApiReply = await administrator.post(`${path}/mdm-tokens`, { label: 'first', connectionId });
  if (created.status !== 201) throw new Error(`No token was created: ${created.text}`);
  const { token, value } = created.body as { token: { tokenId: string }; value: string };
  const lane = new Lane(pair, connectionId, { tokenId: token.tokenId, value }, nextPlan);
  await lane.untilKnown();
  return lane;
};

import { randomUUID } from 'node:crypto';
import type { Delivery, DeviceObservation, Rotation } from '@mdm-gate/contracts';
import type { ApiClient, ApiReply } from '../fixtures/api-client.ts';
import { anObservation, observedEvents } from '../fixtures/observations.ts';
import type { RunningPair } from '../fixtures/running-pair.ts';

/** How a rotation is to end: by itself, with a straggler that is acknowledged, or given up. */
export const plans = ['by-itself', 'acknowledged', 'given-up'] as const;
export type Plan = (typeof plans)[number];

interface Value {
  readonly tokenId: string;
  readonly value: string;
}

interface Running extends Value {
  readonly rotationId: string;
  readonly plan: Plan;
}

/** How a rotation ended, and what is to hold afterwards. */
export interface Ended {
  readonly rotationId: string;
  readonly state: Rotation['state'];
  readonly plan: Plan;
  readonly fresh: Value;
  readonly former: Value;
}

const delivered = (connectionId: string, tokenId: string): Delivery => ({
  connectionId,
  platform: 'ios',
  state: 'stored',
  wantedTokenId: tokenId,
  heldTokenId: tokenId,
  attempts: 1,
  lastError: null,
  nextAttemptAt: null,
  changedAt: new Date().toISOString(),
});

/** One MDM connection whose tokens are rotated one after the other, by an administrator who asks until there is an answer. */
export class Lane {
  readonly ended: Ended[] = [];
  #running: Running | null = null;
  #key = randomUUID();
  /** What devices presented and nobody was told of yet. */
  #unsaid: DeviceObservation[] = [];
  /** The value that each device of the lane has. */
  readonly #holds = new Map<string, Value>();

  constructor(
    private readonly pair: RunningPair,
    private readonly connectionId: string,
    private current: Value,
    private readonly nextPlan: () => Plan,
  ) {
    for (const name of ['quick', 'steady', 'late']) this.#holds.set(`${connectionId}/${name}`, current);
  }

  get isResting(): boolean {
    return this.#running === null;
  }

  /** Devices with what they present, none of which a check may halt now. */
  get devices(): ReadonlyMap<string, Value> {
    return this.#holds;
  }

  /** One thing that brings the lane further. Throws when token-admin does not answer. */
  async goOn(mayBegin: boolean): Promise<void> {
    await this.#say();
    if (this.#running === null) {
      if (mayBegin) await this.#begin();
      return;
    }
    const { rotationId } = this.#running;
    const reply = await this.#administrator.get(`${this.#path}/${rotationId}`);
    if (reply.status !== 200) return;
    const { state } = reply.body as Rotation;
    if (state === 'completed' || state === 'cancelled') this.#end(this.#running, state);
    else await this.#decide(this.#running, state, reply.headers.get('etag'));
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
    this.#running = { rotationId, tokenId, value, plan };
    const { neighbours } = this.pair.neighbours;
    const others = neighbours.delivered.filter((each) => each.connectionId !== connectionId);
    neighbours.delivered = [...others, delivered(connectionId, tokenId)];
    const { current } = this;
    const fresh = { tokenId, value };
    this.#present('late', plan === 'by-itself' ? fresh : current);
    this.#present('quick', fresh);
    this.#present('steady', fresh);
    await this.#say();
  }

  /** Only what is held waits for a person; what is to be given up is given up wherever it is. */
  async #decide(
    { rotationId, plan }: Running,
    state: Rotation['state'],
    ifMatch: string | null,
  ): Promise<void> {
    if (plan !== 'given-up' && state !== 'held') return;
    const act = plan === 'given-up' ? 'cancel' : 'advance';
    const body = { acknowledgeHaltedDevices: plan === 'by-itself' ? 0 : 2 };
    const reply = await this.#administrator.post(`${this.#path}/${rotationId}/${act}`, body, { ifMatch });
    if (reply.status < 500 && ![200, 202, 409, 412].includes(reply.status))
      throw new Error(`A decision was refused: ${reply.text}`);
  }

  #end(running: Running, state: Rotation['state']): void {
    const { rotationId, plan, tokenId, value } = running;
    const fresh = { tokenId, value };
    this.ended.push({ rotationId, state, plan, fresh, former: this.current });
    if (state === 'completed') this.current = fresh;
    for (const device of this.#holds.keys()) this.#holds.set(device, this.current);
    this.#running = null;
  }

  #present(name: string, { tokenId, value }: Value): void {
    const deviceId = `${this.connectionId}/${name}`;
    this.#holds.set(deviceId, { tokenId, value });
    this.#unsaid.push(anObservation({ deviceId, tokenId }));
  }

  /** Said again where nobody knows whether it was heard. */
  async #say(): Promise<void> {
    if (this.#unsaid.length === 0) return;
    const { organizationId } = this.pair.organization;
    for (const event of observedEvents(organizationId, this.#unsaid))
      await this.pair.neighbours.publisher.publish(event);
    this.#unsaid = [];
  }

  get #path(): string {
    return `${this.pair.organization.path}/rotations`;
  }

  get #administrator(): ApiClient {
    return this.pair.organization.administrator;
  }
}

/** A connection with a token of its own. */
export const openLane = async (pair: RunningPair, nextPlan: () => Plan): Promise<Lane> => {
  const { administrator, path } = pair.organization;
  const added = await administrator.post(`${path}/mdm-connections`, connection);
  const { connectionId } = added.body as { connectionId: string };
  const created: ApiReply = await administrator.post(`${path}/mdm-tokens`, { label: 'first', connectionId });
  if (created.status !== 201) throw new Error(`No token was created: ${created.text}`);
  const { token, value } = created.body as { token: { tokenId: string }; value: string };
  return new Lane(pair, connectionId, { tokenId: token.tokenId, value }, nextPlan);
};

const connection = { name: 'An MDM', vendor: 'other', settings: {}, credentials: {} };

import { setTimeout as delay } from 'node:timers/promises';
import type { VerifierClient } from '@mdm-gate/verifier-client';
import type { Chance } from './chance.ts';
import type { HaltedTime } from './halted-time.ts';
import { judgeBound, judgeHonest, judgeStranger, judgeToken, type CheckSeen } from './judgements.ts';
import type { Ledger } from './ledger.ts';

const pauseMs = 25;

export interface BoundDevice {
  readonly deviceId: string;
  /** Of another connection than the one that manages it. */
  readonly foreignValue: string;
}

/** The devices of one organization, which are asked about all the time. */
export class Devices {
  #running = true;
  #turn = 0;

  constructor(
    private readonly organizationId: string,
    private readonly lasting: string,
    private readonly bound: BoundDevice,
    private readonly tools: {
      readonly client: VerifierClient;
      readonly ledger: Ledger;
      readonly chance: Chance;
      readonly halted: HaltedTime;
    },
  ) {}

  async run(): Promise<void> {
    while (this.#running) {
      await this.#look();
      await delay(pauseMs);
    }
  }

  stop(): void {
    this.#running = false;
  }

  async #look(): Promise<void> {
    this.#turn += 1;
    switch (this.#turn % 4) {
      case 0:
        return this.#stranger();
      case 1:
        return this.#boundOne();
      case 2:
        return this.#honest();
      default:
        return this.#anyToken();
    }
  }

  async #ask(mdmToken: string | null, deviceId = `device ${this.#turn % 200}`): Promise<CheckSeen> {
    const { ledger, client } = this.tools;
    ledger.checks += 1;
    const { organizationId } = this;
    const askedAtMs = ledger.nowMs();
    const reply = await client.checkAuthentication({ organizationId, deviceId, platform: 'ios', mdmToken });
    return { askedAtMs, decision: reply.decision, reason: reply.reason };
  }

  /** It presents what lasts: whenever it is halted, checks are. */
  async #honest(): Promise<void> {
    const seen = await this.#ask(this.lasting, `honest ${this.#turn % 50}`);
    this.tools.halted.note(seen.askedAtMs, seen.decision === 'proceed');
    judgeHonest(this.tools.ledger, this.organizationId, seen);
  }

  async #stranger(): Promise<void> {
    const value = this.tools.chance.is(0.5) ? null : `mdm_a-stranger-${this.#turn}`;
    const seen = await this.#ask(value, `stranger ${this.#turn % 10_000}`);
    judgeStranger(this.tools.ledger, this.organizationId, seen);
  }

  async #boundOne(): Promise<void> {
    const { deviceId, foreignValue } = this.bound;
    judgeBound(this.tools.ledger, this.organizationId, await this.#ask(foreignValue, deviceId));
  }

  async #anyToken(): Promise<void> {
    const { ledger, chance } = this.tools;
    const token = chance.pick(ledger.of(this.organizationId).slice(-40));
    if (token?.value == null) return;
    judgeToken(ledger, token, await this.#ask(token.value, `some ${this.#turn % 10_000}`));
  }
}

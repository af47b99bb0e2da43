import { setTimeout as delay } from 'node:timers/promises';
import type { VerifierClient } from '@mdm-gate/verifier-client';
import type { Chance } from './chance.ts';
import type { HaltedTime } from './halted-time.ts';
import type { Ledger, TokenFacts } from './ledger.ts';

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

  async #ask(mdmToken: string | null, deviceId = `device ${this.#turn % 200}`) {
    const { ledger, client } = this.tools;
    ledger.checks += 1;
    const { organizationId } = this;
    return client.checkAuthentication({ organizationId, deviceId, platform: 'ios', mdmToken });
  }

  /** It presents what lasts: whenever it is halted, checks are. */
  async #honest(): Promise<void> {
    const askedAtMs = performance.now();
    const { decision, reason } = await this.#ask(this.lasting, `honest ${this.#turn % 50}`);
    const { ledger, halted } = this.tools;
    halted.note(askedAtMs, decision === 'proceed');
    if (decision === 'proceed') return;
    ledger.halted += 1;
    if (reason !== 'unavailable')
      ledger.violated('a token that stays is refused by nobody', `${this.organizationId}: ${reason}`);
  }

  async #stranger(): Promise<void> {
    const value = this.tools.chance.is(0.5) ? null : `mdm_a-stranger-${this.#turn}`;
    const { decision, reason } = await this.#ask(value, `stranger ${this.#turn % 10_000}`);
    if (decision === 'proceed')
      this.tools.ledger.violated('no stranger goes on', `${this.organizationId}: ${reason}`);
  }

  async #boundOne(): Promise<void> {
    const { deviceId, foreignValue } = this.bound;
    const { decision, reason } = await this.#ask(foreignValue, deviceId);
    if (decision === 'proceed')
      this.tools.ledger.violated('a device has one MDM', `${this.organizationId}: ${reason}`);
  }

  async #anyToken(): Promise<void> {
    const { ledger, chance } = this.tools;
    const token = chance.pick(ledger.of(this.organizationId).slice(-40));
    if (token?.value == null) return;
    const askedAtMs = performance.now();
    const { decision, reason } = await this.#ask(token.value, `some ${this.#turn % 10_000}`);
    if (decision === 'proceed') judgeProceeding(ledger, token, askedAtMs);
    // Of a revocation that nobody knows the end of, a restore may have taken back what checks show.
    else if (reason === 'token-revoked' && token.revoked !== 'asked')
      token.refusedAtMs = Math.min(token.refusedAtMs, performance.now());
    if (reason === 'token-revoked' && token.revoked === 'no')
      ledger.violated('only what somebody revoked is refused so', token.label);
  }
}

const judgeProceeding = (ledger: Ledger, token: TokenFacts, askedAtMs: number): void => {
  const { organizationId, label } = token;
  if (token.revoked === 'effective' && token.effectiveAtMs < askedAtMs)
    ledger.violated('effective: true means refused', `${organizationId} ${label}`);
  if (token.refusedAtMs < askedAtMs && token.revoked !== 'no')
    ledger.violated('what was refused as revoked stays refused', `${organizationId} ${label}`);
};

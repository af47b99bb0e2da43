import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@mdm-gate/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import type { GatewayClient } from '../fixtures/gateway-client.ts';

export const organizationId = 'acme';

/** What a check of a token must be answered with. Only the newest revoked values are told from unknown ones. */
const reasons = { active: ['token-active'], revoked: ['token-revoked', 'token-unknown'] } as const;
type Expected = keyof typeof reasons;

interface KnownToken {
  readonly tokenId: string;
  readonly value: string;
  readonly expected: Expected;
}

const answerSchema = z.object({ decision: z.string(), reason: z.string() });

/** Checks and changes without a pause, and what came of each of them. */
export class Load {
  readonly tokens: KnownToken[] = [];
  readonly unanswered: string[] = [];
  readonly wrong: string[] = [];
  readonly lostChanges: string[] = [];
  checks = 0;
  changes = 0;
  #stopped = false;
  #running: Promise<void>[] = [];

  constructor(
    private readonly connection: NatsConnection,
    private readonly gateway: GatewayClient,
  ) {}

  /** Begins with two tokens that stay active. */
  async start({ callers = 4 } = {}): Promise<void> {
    for (const label of ['first', 'second']) await this.#createToken(label);
    this.#running = [...Array.from({ length: callers }, (_, caller) => this.#ask(caller)), this.#change()];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  /** Every replica is likely asked: as many times as there are several of them. */
  async checkEveryToken(): Promise<void> {
    for (const token of this.tokens)
      for (let time = 0; time < 3; time += 1) await this.#check(token, 'afterwards');
  }

  async #ask(caller: number): Promise<void> {
    for (let turn = 0; !this.#stopped; turn += 1) {
      const token = this.tokens[(turn * 7 + caller) % this.tokens.length];
      if (token !== undefined) await this.#check(token, `caller-${caller}`);
      await delay(10);
    }
  }

  /** A device presents one active token; each check of a revoked one is of another device, as those that fail often are halted. */
  async #check({ tokenId, value, expected }: KnownToken, caller: string): Promise<void> {
    this.checks += 1;
    const deviceId = `${caller}-${expected === 'active' ? tokenId : this.checks}`;
    try {
      const reason = await this.#reasonFor(value, deviceId);
      if (reason === 'unavailable') this.unanswered.push(reason);
      else if (!reasons[expected].some((right) => right === reason))
        this.wrong.push(`${reason} of a token that is ${expected}`);
    } catch (error) {
      this.unanswered.push(String(error));
    }
  }

  async #reasonFor(mdmToken: string, deviceId: string): Promise<string> {
    const question = { organizationId, deviceId, platform: 'ios', mdmToken };
    const options = { timeout: 5_000 };
    const reply = await this.connection.request('mdm.check.pairing', JSON.stringify(question), options);
    return answerSchema.parse(reply.json()).reason;
  }

  /** Nobody presents a token that is to be revoked before it is: its revocation halts no device. */
  async #change(): Promise<void> {
    while (!this.#stopped) {
      try {
        const { tokenId, value } = await this.gateway.createToken(organizationId, `change ${this.changes}`);
        const effective = await this.gateway.revokeToken(organizationId, tokenId);
        this.changes += 2;
        // What follows by the event path is looked at in the end.
        if (effective) this.tokens.push({ tokenId, value, expected: 'revoked' });
        else this.following.push({ tokenId, value, expected: 'revoked' });
      } catch (error) {
        this.lostChanges.push(String(error));
      }
      await delay(100);
    }
  }

  /** Revoked, and said to become effective later. */
  readonly following: KnownToken[] = [];

  async #createToken(label: string): Promise<void> {
    const { tokenId, value } = await this.gateway.createToken(organizationId, label);
    // A new token becomes active by its event, a moment after the answer.
    await waitFor(async () => (await this.#reasonFor(value, `first-${label}`)) === 'token-active', {
      describe: `the ${label} token to be active`,
      timeoutMs: 30_000,
    });
    this.tokens.push({ tokenId, value, expected: 'active' });
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import type { GatewayClient } from '../fixtures/gateway-client.ts';

export const organizationId = 'acme';

/** What a check of a token must be answered with. */
type Expected = 'token-active' | 'token-revoked';

interface KnownToken {
  readonly tokenId: string;
  readonly value: string;
  expected: Expected;
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
      if (token !== undefined) await this.#check(token, `device-${caller}`);
      await delay(2);
    }
  }

  /** A device of its own per token: none of them is bound to another one. */
  async #check({ value, expected }: KnownToken, device: string): Promise<void> {
    const question = { organizationId, deviceId: device, platform: 'ios', mdmToken: value };
    this.checks += 1;
    try {
      const reply = await this.connection.request('mdm.check.pairing', JSON.stringify(question), {
        timeout: 5_000,
      });
      const { reason } = answerSchema.parse(reply.json());
      if (reason === 'unavailable') this.unanswered.push(reason);
      else if (reason !== expected) this.wrong.push(`${reason} instead of ${expected}`);
    } catch (error) {
      this.unanswered.push(String(error));
    }
  }

  /** Nobody presents a token that is to be revoked before it is: its revocation halts no device. */
  async #change(): Promise<void> {
    while (!this.#stopped) {
      try {
        const { tokenId, value } = await this.gateway.createToken(organizationId, `change ${this.changes}`);
        const effective = await this.gateway.revokeToken(organizationId, tokenId);
        this.changes += 2;
        // What follows by the event path is looked at in the end.
        if (effective) this.tokens.push({ tokenId, value, expected: 'token-revoked' });
        else this.following.push({ tokenId, value, expected: 'token-revoked' });
      } catch (error) {
        this.lostChanges.push(String(error));
      }
      await delay(20);
    }
  }

  /** Revoked, and said to become effective later. */
  readonly following: KnownToken[] = [];

  async #createToken(label: string): Promise<void> {
    const { tokenId, value } = await this.gateway.createToken(organizationId, label);
    this.tokens.push({ tokenId, value, expected: 'token-active' });
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { natsPrograms, renderUsers, type NatsProgram } from '@mdm-gate/contracts';
import { startNats, waitFor, type RunningServer } from '@mdm-gate/testing';
import { createUser, type KeyPair } from '@nats-io/nkeys';
import {
  connect,
  nkeyAuthenticator,
  PermissionViolationError,
  type NatsConnection,
} from '@nats-io/transport-node';
import { workspaceRoot } from '../fixtures/service-processes.ts';

/** One user of the server, and what the server refused it. */
export class Somebody {
  readonly #refused = new Set<string>();
  #asked = 0;

  private constructor(readonly connection: NatsConnection) {
    void this.#listen();
  }

  static async signIn(nats: RunningServer, seed: Uint8Array): Promise<Somebody> {
    const authenticator = nkeyAuthenticator(seed);
    return new Somebody(await connect({ servers: nats.url, authenticator, inboxPrefix: '_INBOX.somebody' }));
  }

  /** Which of these subjects the server does not let it publish on. */
  async refusedToPublish(subjects: readonly string[]): Promise<readonly string[]> {
    for (const subject of subjects) this.connection.publish(subject, '');
    await this.#untilAllIsAnswered();
    return subjects.filter((subject) => this.#refused.has(`publish ${subject}`));
  }

  /** Which of these subjects it may not hear, in that queue group or in none. */
  async refusedToHear(subjects: readonly string[], queue?: string): Promise<readonly string[]> {
    const heard = subjects.map((subject) =>
      this.connection.subscribe(subject, {
        callback: () => undefined,
        ...(queue !== undefined && { queue }),
      }),
    );
    await this.#untilAllIsAnswered();
    for (const subscription of heard) subscription.unsubscribe();
    return subjects.filter((subject) => this.#refused.has(`subscription ${subject} ${queue ?? ''}`));
  }

  /** The server answers in order: once it has refused what everybody is refused, it has refused all before. */
  async #untilAllIsAnswered(): Promise<void> {
    this.#asked += 1;
    const subject = `nobody.may.${this.#asked}`;
    this.connection.publish(subject, '');
    await waitFor(() => this.#refused.has(`publish ${subject}`), {
      describe: 'the refusal of all',
      timeoutMs: 20_000,
    });
  }

  async #listen(): Promise<void> {
    for await (const status of this.connection.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError) {
        const { operation, subject, queue = '' } = status.error;
        this.#refused.add(
          operation === 'publish' ? `publish ${subject}` : `subscription ${subject} ${queue}`,
        );
      }
  }
}

/** A real server with the permissions that the product brings, and a user for each program. */
export class NatsWorld {
  private constructor(
    readonly nats: RunningServer,
    private readonly keys: ReadonlyMap<NatsProgram, KeyPair>,
  ) {}

  static async start(): Promise<NatsWorld> {
    const keys = new Map(natsPrograms.map((program) => [program, createUser()] as const));
    const users = [...keys].map(([program, key]) => ({
      program,
      signsInWith: { publicKey: key.getPublicKey() },
    }));
    const permissions = readFileSync(join(workspaceRoot, 'deploy/nats/permissions.conf'), 'utf8');
    return new NatsWorld(await startNats({ config: `${permissions}\n${renderUsers(users)}` }), keys);
  }

  async everybody(): Promise<ReadonlyMap<NatsProgram, Somebody>> {
    const all = new Map<NatsProgram, Somebody>();
    for (const [program, key] of this.keys) all.set(program, await Somebody.signIn(this.nats, key.getSeed()));
    return all;
  }
}

import { startFaultProxy, waitFor, type FaultProxy, type RunningServer } from '@mdm-gate/testing';
import {
  startService,
  type Service,
  type ServiceProcess,
  type Settings,
} from '../fixtures/service-processes.ts';
import type { Addresses } from './settings.ts';

export type ServerName = 'nats' | 'redis' | 'postgresOfTokens' | 'postgresOfPushes';
export type Servers = Readonly<Record<ServerName, RunningServer>>;

const serversOf: Readonly<Record<Service, readonly ServerName[]>> = {
  'token-admin': ['nats', 'postgresOfTokens'],
  verifier: ['nats', 'redis'],
  'mdm-push': ['nats', 'postgresOfPushes'],
};

const startTimeoutMs = 60_000;

/** One replica of a service, with a network of its own to each server that it needs. */
export class Replica {
  #process: ServiceProcess | undefined;

  private constructor(
    readonly service: Service,
    readonly number: number,
    readonly networks: ReadonlyMap<ServerName, FaultProxy>,
    private readonly settings: (addresses: Addresses) => Settings,
  ) {}

  static async of(
    service: Service,
    number: number,
    given: { readonly servers: Servers; readonly urls: Readonly<Record<ServerName, string>> },
    settings: (addresses: Addresses) => Settings,
  ): Promise<Replica> {
    const networks = new Map<ServerName, FaultProxy>();
    for (const name of serversOf[service])
      networks.set(name, await startFaultProxy({ url: given.urls[name] }));
    return new Replica(service, number, networks, settings);
  }

  get name(): string {
    return `${this.service} ${this.number}`;
  }

  get gatewayUrl(): string {
    return this.#process?.gatewayUrl ?? '';
  }

  async start(): Promise<void> {
    const url = (name: ServerName): string => this.networks.get(name)?.url ?? '';
    const postgres = url(this.service === 'token-admin' ? 'postgresOfTokens' : 'postgresOfPushes');
    const env = this.settings({ postgres, nats: url('nats'), redis: url('redis') });
    this.#process = await startService(this.service, env);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#process?.waitForExit();
  }

  /** Null: it is ready. */
  async whyNotReady(): Promise<string | null> {
    try {
      const url = `${this.#process?.healthUrl ?? ''}/readyz`;
      const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return reply.ok ? null : await reply.text();
    } catch (error) {
      return String(error);
    }
  }

  async untilReady(): Promise<void> {
    await waitFor(async () => (await this.whyNotReady()) === null, {
      timeoutMs: startTimeoutMs,
      describe: `${this.name} to be ready`,
    });
  }

  /** What it logged, for whoever looks into a violation. */
  log(): string {
    return this.#process?.output() ?? '';
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT');
    await this.#process?.stop();
    await Promise.all([...this.networks.values()].map((network) => network.stop()));
  }
}

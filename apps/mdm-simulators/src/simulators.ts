import { type AddressInfo } from 'node:net';
import { type FastifyInstance } from 'fastify';
import { type SimulatorsConfig } from './config.ts';
import { IntuneSimulator } from './intune/intune.simulator.ts';
import { MobileironSimulator } from './mobileiron/mobileiron.simulator.ts';
import { StateFile } from './state-file/state-file.ts';
import { type KeptTenant } from './state-file/state-record.ts';
import { type Tenant } from './vendor/tenant.ts';
import { createVendorServer } from './vendor/vendor-server.ts';
import { type VendorEnvironment, type VendorSimulator } from './vendor/vendor-simulator.ts';
import { WorkspaceOneSimulator } from './workspace-one/workspace-one.simulator.ts';

export interface RunningSimulators {
  readonly intune: string;
  readonly workspaceOne: string;
  readonly mobileiron: string;
  /** Ends the servers; everything changed so far is in the state file afterwards. */
  stop(): Promise<void>;
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  await server.listen({ host, port });
  return `http://${host}:${(server.server.address() as AddressInfo).port}`;
}

class Simulators {
  private readonly vendors: { stop(): void }[] = [];
  private readonly servers: FastifyInstance[] = [];
  private readonly stateFile: StateFile | undefined;
  private readonly kept: ReadonlyMap<string, readonly KeptTenant[]>;

  constructor(private readonly config: SimulatorsConfig) {
    this.stateFile = config.stateFile === undefined ? undefined : new StateFile(config.stateFile);
    this.kept = this.stateFile?.open() ?? new Map();
  }

  async start<T extends Tenant, S>(
    name: string,
    port: number,
    create: (environment: VendorEnvironment) => VendorSimulator<T, S>,
  ): Promise<string> {
    const vendor = create({
      fleet: this.config.fleet,
      now: () => Date.now(),
      changed: (records) =>
        this.stateFile?.markChanged(records.map((record) => ({ vendor: name, ...record }))),
      cleared: () => this.stateFile?.clear(name),
    });
    this.vendors.push(vendor);
    const kept = this.kept.get(name);
    if (kept === undefined) {
      vendor.reset();
    }
    for (const { head, devices } of kept ?? []) {
      // Only this program writes the file, and its version was checked.
      vendor.restore(head as T, devices);
    }
    const server = await createVendorServer(vendor, () => this.stateFile?.settled() ?? Promise.resolve());
    this.servers.push(server);
    return listen(server, this.config.host, port);
  }

  async stop(): Promise<void> {
    for (const vendor of this.vendors) {
      vendor.stop();
    }
    await Promise.all(this.servers.map((server) => server.close()));
    await this.stateFile?.settled();
  }
}

/** Starts the three vendors, each on a port of its own. */
export async function startSimulators(config: SimulatorsConfig): Promise<RunningSimulators> {
  const simulators = new Simulators(config);
  const { ports } = config;
  return {
    intune: await simulators.start('intune', ports.intune, (env) => new IntuneSimulator(env)),
    workspaceOne: await simulators.start(
      'workspaceOne',
      ports.workspaceOne,
      (env) => new WorkspaceOneSimulator(env),
    ),
    mobileiron: await simulators.start('mobileiron', ports.mobileiron, (env) => new MobileironSimulator(env)),
    stop: () => simulators.stop(),
  };
}

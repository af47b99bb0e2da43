import { rmSync } from 'node:fs';
import { natsPrograms } from '@mdm-gate/contracts';
import { writeKeyFiles } from './keys.ts';
import type { Secret } from '../recording/forms-of-secrets.ts';
import { runToEnd, startProgram, type Program, type RunningProgram } from './program.ts';
import {
  identityProvider,
  mdmPush,
  migrationOf,
  newWiring,
  simulators,
  tokenAdmin,
  verifier,
  type Wiring,
} from './programs.ts';
import { namesOfOwnServers, ownServers, serversOfOnesOwn, startServers, type Servers } from './servers.ts';
import { secretsOf } from './secrets-of-stack.ts';
import { writeDescription, type StackDescription } from './stack-description.ts';
import { emptyStackFolder, stackFolder } from './stack-folder.ts';

const verifierReplicas = [1, 2] as const;

/** Says what is being done while a part comes up; resolves as the part does. */
export type Progress = <Value>(doing: string, part: Promise<Value>) => Promise<Value>;

/** The whole product on this machine: real servers, our services, and stand-ins for what belongs to others. */
export class LocalStack {
  #running: RunningProgram[] = [];

  private constructor(
    private readonly servers: Servers,
    private readonly wiring: Wiring,
    private readonly progress: Progress,
  ) {}

  static async start(progress: Progress): Promise<LocalStack> {
    const given = serversOfOnesOwn();
    emptyStackFolder({ keepKeys: given.postgres !== undefined });
    const wiring = await newWiring(writeKeyFiles());
    const servers = await progress('PostgreSQL, Redis and NATS JetStream', startServers(given));
    const stack = new LocalStack(servers, wiring, progress);
    try {
      const [admin, push] = [tokenAdmin(servers, wiring), mdmPush(servers, wiring)];
      const { tokenAdminOwner, mdmPushOwner } = servers.postgresUrls;
      const migrations = [migrationOf(admin, tokenAdminOwner), migrationOf(push, mdmPushOwner)];
      await progress('database migrations', migrate(migrations));
      await stack.#startPrograms();
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  get description(): StackDescription {
    const url = (port: number): string => `http://127.0.0.1:${port}`;
    const { gatewayPort, identityProviderPort, simulatorPorts, clientId, clientSecret } = this.wiring;
    return {
      gatewayUrl: url(gatewayPort),
      ...natsOf(this.servers),
      redisUrl: this.servers.redisUrls.operator,
      postgresUrl: this.servers.postgres.url,
      oidc: { issuer: url(identityProviderPort), clientId, clientSecret },
      simulators: {
        intune: url(simulatorPorts.intune),
        workspaceOne: url(simulatorPorts.workspaceOne),
        mobileiron: url(simulatorPorts.mobileiron),
      },
      pids: Object.fromEntries(this.#running.map(({ program, process }) => [program.name, process.pid])),
      healthUrls: Object.fromEntries(
        this.#running.flatMap(({ program, ready }) =>
          typeof ready['healthUrl'] === 'string' ? [[program.name, ready['healthUrl']]] : [],
        ),
      ),
    };
  }

  /** Where somebody listens who hears everything, and as whom; null where NATS is one's own. */
  get listeningPost(): { readonly url: string; readonly seed: string } | null {
    const { nats, natsAccess } = this.servers;
    return natsAccess === null ? null : { url: nats.url, seed: natsAccess.recorderSeed };
  }

  /** What must never cross NATS. */
  get secrets(): readonly Secret[] {
    return secretsOf(this.wiring, this.servers);
  }

  /** SIGKILL to everything that this stack started: nobody gets to finish or to save anything. Says what that was. */
  async killEverything(): Promise<string> {
    const programs = this.#running.splice(0);
    for (const { process } of programs) process.kill('SIGKILL');
    await Promise.all([
      ...programs.map(({ process }) => process.waitForExit()),
      ...ownServers(this.servers).map((server) => server.kill('SIGKILL')),
    ]);
    const killed = [...programs.map(({ program }) => program.name), ...namesOfOwnServers(this.servers)];
    return killed.join(', ');
  }

  async startAgain(): Promise<void> {
    await Promise.all(ownServers(this.servers).map((server) => server.restart()));
    await this.#startPrograms();
  }

  /** Ends every process that this stack started, services before the servers they use. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map(({ process }) => process.stop()));
    await Promise.all(ownServers(this.servers).map((server) => server.stop()));
    rmSync(stackFolder.file, { force: true });
  }

  async #startPrograms(): Promise<void> {
    const { servers, wiring } = this;
    const standIns = [identityProvider(wiring), simulators(wiring)];
    const services = [
      tokenAdmin(servers, wiring),
      ...verifierReplicas.map((replica) => verifier(replica, servers, wiring)),
      mdmPush(servers, wiring),
    ];
    await this.progress('local identity provider and MDM simulators', this.#startAll(standIns));
    await this.progress('token-admin, two verifiers and mdm-push', this.#startAll(services));
    writeDescription(this.description);
  }

  /** Keeps those that came up even when another did not, so that all of them are stopped later. */
  async #startAll(programs: readonly Program[]): Promise<void> {
    const outcomes = await Promise.allSettled(
      programs.map(async (program) => {
        this.#running.push(await startProgram(program));
      }),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

const natsOf = ({ nats, natsAccess }: Servers): Pick<StackDescription, 'natsUrl' | 'natsSeedFiles'> => ({
  natsUrl: natsAccess?.urlOfCaller(nats.url) ?? nats.url,
  natsSeedFiles:
    natsAccess === null
      ? {}
      : Object.fromEntries(natsPrograms.map((program) => [program, natsAccess.seedFile(program)])),
});

/** One after the other: both keep their books in the same database. */
const migrate = async (programs: readonly Program[]): Promise<void> => {
  for (const program of programs) await runToEnd(program);
};

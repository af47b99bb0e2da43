import { setTimeout as delay } from 'node:timers/promises';
import { GenericContainer, getContainerRuntimeClient, Wait, type StartedTestContainer } from 'testcontainers';
import type { ProcessExit } from '../processes/running-process.ts';

export interface ContainerOptions {
  readonly image: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The same folder inside and outside, and where it starts. */
  readonly dataDir: string;
  /** A user that the image knows. */
  readonly user?: string | undefined;
  readonly readyLine: RegExp;
  readonly stopSignal: NodeJS.Signals;
  readonly onOutput?: (text: string) => void;
}

type Engine = Awaited<ReturnType<typeof getContainerRuntimeClient>>;
type Handle = ReturnType<Engine['container']['getById']>;

const startupTimeoutMs = 60_000;
const keptCharacters = 256 * 1024;

/**
 * A server in a container on the network of this machine: it has the same address, configuration and data folder as the
 * program would have, so that whatever is done to the one can be done to the other.
 */
export class ContainerProcess {
  #isRunning = true;
  readonly #exited: Promise<ProcessExit>;

  private constructor(
    private readonly container: StartedTestContainer,
    private readonly handle: Handle,
    readonly pid: number,
    private readonly of: { readonly read: () => string; readonly stopSignal: NodeJS.Signals },
  ) {
    this.#exited = this.#untilExit();
  }

  static async start(options: ContainerOptions): Promise<ContainerProcess> {
    let written = '';
    const hear = (text: string): void => {
      written = (written + text).slice(-keptCharacters);
      options.onOutput?.(text);
    };
    try {
      const container = await describe(options, hear).start();
      const engine = await getContainerRuntimeClient();
      const handle = engine.container.getById(container.getId());
      const { State: state } = await handle.inspect();
      return new ContainerProcess(container, handle, state.Pid, {
        read: () => written,
        stopSignal: options.stopSignal,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${options.image} did not start: ${reason}\n${written}`, { cause: error });
    }
  }

  get running(): boolean {
    return this.#isRunning;
  }

  output(): string {
    return this.of.read();
  }

  /** Freezing reaches every process of the container. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.#isRunning) return;
    if (signal === 'SIGSTOP') await this.handle.pause();
    else if (signal === 'SIGCONT') await this.handle.unpause().catch(() => undefined);
    else await this.#signal(signal);
  }

  async waitForExit(timeoutMs = 10_000): Promise<ProcessExit> {
    const exit = await this.#exitWithin(timeoutMs);
    if (exit === undefined)
      throw new Error(`The container still runs after ${timeoutMs} ms\n${this.output()}`);
    return exit;
  }

  async stop(graceMs = 10_000): Promise<ProcessExit> {
    await this.kill('SIGCONT');
    await this.kill(this.of.stopSignal);
    const exit = (await this.#exitWithin(graceMs)) ?? (await this.#end());
    await this.container.stop({ remove: true, removeVolumes: true }).catch(() => undefined);
    return exit;
  }

  async #end(): Promise<ProcessExit> {
    await this.kill('SIGKILL');
    return this.waitForExit();
  }

  /** A paused container hears nothing, not even this. */
  async #signal(signal: NodeJS.Signals): Promise<void> {
    await this.handle.unpause().catch(() => undefined);
    await this.handle.kill({ signal }).catch((error: unknown) => {
      if (this.#isRunning && !/is not running/.test(String(error))) throw error;
    });
  }

  async #untilExit(): Promise<ProcessExit> {
    const { StatusCode: code } = (await this.handle.wait()) as { readonly StatusCode: number };
    this.#isRunning = false;
    return code > 128 ? { code: null, signal: 'SIGKILL' } : { code, signal: null };
  }

  async #exitWithin(timeoutMs: number): Promise<ProcessExit | undefined> {
    const timer = new AbortController();
    const expired = delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined);
    try {
      return await Promise.race([this.#exited, expired]);
    } finally {
      timer.abort();
    }
  }
}

const describe = (
  { image, command, args, dataDir, user, readyLine }: ContainerOptions,
  hear: (text: string) => void,
): GenericContainer => {
  const container = new GenericContainer(image)
    .withEntrypoint([command])
    .withCommand([...args])
    .withNetworkMode('host')
    .withBindMounts([{ source: dataDir, target: dataDir, mode: 'rw' }])
    .withWorkingDir(dataDir)
    .withWaitStrategy(Wait.forLogMessage(readyLine))
    .withStartupTimeout(startupTimeoutMs)
    .withLogConsumer((stream) => {
      stream.on('data', (chunk) => {
        hear(String(chunk));
      });
    });
  return user === undefined ? container : container.withUser(user);
};

/** A program of the image that ends by itself. */
export const runInContainer = async (
  options: Omit<ContainerOptions, 'readyLine' | 'stopSignal'>,
): Promise<void> => {
  const engine = await getContainerRuntimeClient();
  const { dockerode } = engine.container;
  const container = await dockerode.createContainer({
    Image: options.image,
    Entrypoint: [options.command],
    Cmd: [...options.args],
    WorkingDir: options.dataDir,
    ...(options.user !== undefined && { User: options.user }),
    HostConfig: { NetworkMode: 'host', Binds: [`${options.dataDir}:${options.dataDir}`] },
  });
  try {
    await container.start();
    const { StatusCode: code } = (await container.wait()) as { readonly StatusCode: number };
    if (code === 0) return;
    const log = await container.logs({ stdout: true, stderr: true });
    throw new Error(`${options.command} of ${options.image} failed\n${log.toString('utf8')}`);
  } finally {
    await container.remove({ force: true, v: true });
  }
};

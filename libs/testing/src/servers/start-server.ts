import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { type RunningProcess } from '../processes/running-process.ts';
import { startProcess } from '../processes/start-process.ts';
import { type RunningServer, type ServerOptions } from './running-server.ts';

/** What differs between the servers. */
export interface ServerKind {
  name: string;
  url(port: number): string;
  /** Makes an empty data folder ready for the first start. Must be harmless on one that is. */
  prepare?(place: ServerPlace): Promise<void>;
  launch(place: ServerPlace): Launch;
  /** The line of its log that says it accepts clients: unlike an answering port, it cannot be somebody else's. */
  readyLine: RegExp;
  stopSignal: NodeJS.Signals;
}

export interface ServerPlace {
  dataDir: string;
  port: number;
  /** The data folder if it is to go with the server's last process. */
  temporaryFolder: string | undefined;
}

export interface Launch {
  /** Where it is not a program of this machine: what to take instead. */
  container?: { readonly image: string; readonly user?: string };
  command: string;
  args: string[];
  account?: { uid: number; gid: number } | undefined;
}

/** Somebody may take a free port between our look and the server's: then another one is tried, or the given one again. */
const portAttempts = 10;

export async function startServer(kind: ServerKind, options: ServerOptions): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), `mdm-gate-${kind.name}-`)));
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const server = new PrivateServer(kind, { ...options, dataDir }, options.dataDir === undefined);
  try {
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** A program of this machine, or a container. */
type ServerProcess = Pick<RunningProcess, 'pid' | 'running' | 'output' | 'waitForExit' | 'stop'> & {
  kill(signal: NodeJS.Signals): void | Promise<void>;
};

class PrivateServer implements RunningServer {
  readonly dataDir: string;
  port: number;
  #process: ServerProcess | undefined;
  #wasToldToEnd = false;
  readonly #kind: ServerKind;
  readonly #logFile: string | undefined;
  readonly #isTemporary: boolean;

  constructor(kind: ServerKind, options: ServerOptions & { dataDir: string }, isTemporary: boolean) {
    this.#kind = kind;
    this.dataDir = options.dataDir;
    this.port = options.port ?? 0;
    this.#logFile = options.logFile;
    this.#isTemporary = isTemporary;
  }

  get url(): string {
    return this.#kind.url(this.port);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  output(): string {
    return this.#process?.output() ?? '';
  }

  async start(): Promise<void> {
    const mayChoose = this.port === 0;
    for (let attempt = 1; ; attempt += 1) {
      if (mayChoose) this.port = await freePort();
      try {
        this.#process = await this.#launch();
        this.#wasToldToEnd = false;
        return;
      } catch (error) {
        if (!isPortTaken(error) || attempt === portAttempts) throw error;
        if (!mayChoose) await delay(100);
      }
    }
  }

  async stop(): Promise<void> {
    try {
      await this.#end();
    } finally {
      if (this.#isTemporary) await rm(this.dataDir, { recursive: true, force: true });
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#wasToldToEnd ||= signal !== 'SIGSTOP' && signal !== 'SIGCONT';
    await this.#process?.kill(signal);
    if (signal === 'SIGKILL') await this.#process?.waitForExit();
  }

  async restart({ emptied = false }: { emptied?: boolean } = {}): Promise<void> {
    await this.#end();
    if (emptied) await this.#emptyDataDir();
    await this.start();
  }

  /** Throws its last words when it had failed by itself: what went wrong meanwhile went wrong for that. */
  async #end(): Promise<void> {
    if (this.#process === undefined) return;
    const hadEnded = !this.#process.running && !this.#wasToldToEnd;
    this.#wasToldToEnd = true;
    const { code } = await this.#process.stop();
    if (hadEnded && code !== 0)
      throw new Error(`${this.#kind.name} had ended by itself\n${this.#process.output()}`);
  }

  async #launch(): Promise<ServerProcess> {
    const temporaryFolder = this.#isTemporary ? this.dataDir : undefined;
    const place = { dataDir: this.dataDir, port: this.port, temporaryFolder };
    await this.#kind.prepare?.(place);
    const { container, ...launch } = this.#kind.launch(place);
    if (container !== undefined) return this.#launchContainer(container, launch);
    return startProcess({
      ...launch,
      cwd: this.dataDir,
      readyWhen: this.#kind.readyLine,
      stopSignal: this.#kind.stopSignal,
      withChildren: true,
      ...(this.#logFile !== undefined && { logFile: this.#logFile }),
      temporaryFolder,
    });
  }

  async #launchContainer(
    container: NonNullable<Launch['container']>,
    { command, args }: Launch,
  ): Promise<ServerProcess> {
    // Only who asks for containers waits for what speaks to their engine.
    const { ContainerProcess } = await import('../containers/start-container.ts');
    const logFile = this.#logFile;
    return ContainerProcess.start({
      ...container,
      command,
      args,
      dataDir: this.dataDir,
      readyLine: this.#kind.readyLine,
      stopSignal: this.#kind.stopSignal,
      ...(logFile !== undefined && {
        onOutput: (text) => {
          appendFileSync(logFile, text);
        },
      }),
    });
  }

  async #emptyDataDir(): Promise<void> {
    const entries = await readdir(this.dataDir);
    await Promise.all(
      entries.map((entry) => rm(join(this.dataDir, entry), { recursive: true, force: true })),
    );
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && /address already in use/i.test(error.message);
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalStack } from '../stack/local-stack.ts';
import { known, openContext, type KnownToken, type StoryContext } from '../story/story-context.ts';
import { connectOrganization } from '../story/steps/connect-organization.ts';
import { generateToken } from '../story/steps/generate-token.ts';
import { describeConnections } from '../story/vendor-connections.ts';
import { OtlpCollector } from './otlp.fixture.ts';

interface Parts {
  readonly collector: OtlpCollector;
  readonly stack: LocalStack;
  readonly context: StoryContext;
  readonly token: KnownToken;
  /** What the connections were given. */
  readonly credentials: readonly string[];
  readonly folder: string;
}

/** The whole product with a collector of traces, an organization whose MDMs are connected, and its first token delivered. */
export class WatchedStack {
  readonly collector: OtlpCollector;
  readonly stack: LocalStack;
  readonly context: StoryContext;
  readonly token: KnownToken;
  readonly credentials: readonly string[];

  private constructor(private readonly parts: Parts) {
    ({
      collector: this.collector,
      stack: this.stack,
      context: this.context,
      token: this.token,
      credentials: this.credentials,
    } = parts);
  }

  static async start(): Promise<WatchedStack> {
    const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-watched-'));
    const collector = await OtlpCollector.start();
    process.env['MDM_GATE_STACK_FOLDER'] = folder;
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    const stack = await LocalStack.start((_, part) => part);
    const context = await openContext(stack);
    for (const step of [connectOrganization, generateToken]) await step.run(context);
    const connections = await describeConnections(context);
    const credentials = connections.flatMap((connection) => Object.values(connection.credentials));
    return new WatchedStack({
      collector,
      stack,
      context,
      token: known(context.tokens.first),
      credentials: credentials.filter((value) => typeof value === 'string'),
      folder,
    });
  }

  /** Lines of a program's log that are JSON. */
  log(program: string): readonly Readonly<Record<string, unknown>>[] {
    return readFileSync(join(this.parts.folder, 'logs', `${program}.log`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"level"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** As an operator does by mistake. */
  async shutRedisDown(): Promise<void> {
    const { hostname, port, username, password } = new URL(this.stack.description.redisUrl);
    const commands = `AUTH ${username} ${password}\r\nSHUTDOWN NOSAVE\r\n`;
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('close', resolve).end(commands).resume());
  }

  async stop(): Promise<void> {
    await this.context.close();
    await this.stack.stop();
    this.collector.stop();
    delete process.env['MDM_GATE_STACK_FOLDER'];
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    rmSync(this.parts.folder, { recursive: true, force: true });
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalStack } from '../stack/local-stack.ts';
import type { KnownToken, StoryContext } from '../story/story-context.ts';
import { OtlpCollector } from './otlp.fixture.ts';

/** The whole product with a collector of traces, an organization whose MDMs are connected, and its first token delivered. */
export class WatchedStack {
  private constructor(
    readonly collector: OtlpCollector,
    readonly stack: LocalStack,
    readonly context: StoryContext,
    readonly token: KnownToken,
    /** What the connections were given. */
    readonly credentials: readonly string[],
    private readonly folder: string,
  ) {}

  static async start(): Promise<WatchedStack> {
    const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-watched-'));
    const collector = await OtlpCollector.start();
    // The folder is looked at when the stack's files are loaded.
    process.env['MDM_GATE_STACK_FOLDER'] = folder;
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    const { LocalStack } = await import('../stack/local-stack.ts');
    const { known, openContext } = await import('../story/story-context.ts');
    const { connectOrganization } = await import('../story/steps/connect-organization.ts');
    const { generateToken } = await import('../story/steps/generate-token.ts');
    const { describeConnections } = await import('../story/vendor-connections.ts');
    const stack = await LocalStack.start((_, part) => part);
    const context = await openContext(stack);
    for (const step of [connectOrganization, generateToken]) await step.run(context);
    const connections = await describeConnections(context);
    const credentials = connections.flatMap((connection) => Object.values(connection.credentials ?? {}));
    const secrets = credentials.filter((value) => typeof value === 'string');
    return new WatchedStack(collector, stack, context, known(context.tokens.first), secrets, folder);
  }

  /** Lines of a program's log that are JSON. */
  log(program: string): readonly Readonly<Record<string, unknown>>[] {
    return readFileSync(join(this.folder, 'logs', `${program}.log`), 'utf8')
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
    rmSync(this.folder, { recursive: true, force: true });
  }
}

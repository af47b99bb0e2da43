import { parseArgs } from 'node:util';
import { compareResponders, type Row } from './compare-responders.ts';
import { measureBatch } from './measure-batch.ts';
import { measureObserving } from './measure-observing.ts';
import { measureRefill } from './measure-refill.ts';
import { measureSecurity } from './measure-security.ts';
import { measureTracing } from './measure-tracing.ts';
import { measureRevocation } from './measure-revocation.ts';
import { rounded } from './statistics.ts';
import { World } from './world.bench.ts';

const organizationsToRefill = 100_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    /** Leaves out the refill and the revocation under load. */
    'checks-only': { type: 'boolean' },
    /** Only what tracing costs. */
    tracing: { type: 'boolean' },
    /** Only what TLS, users and permissions cost. */
    security: { type: 'boolean' },
  },
});

if (values.tracing === true) await compareTracing();
else if (values.security === true) await compareSecurity();
else await compareAll();

async function compareTracing(): Promise<void> {
  const measured = await measureTracing(Number(values.rounds), Number(values.seconds));
  const lines = measured.map((row) => `| ${Object.values(row).join(' | ')} |\n`).join('');
  const text = `| tracing | checks/s | CPU µs/check | % more of it |\n|---|---|---|---|\n${lines}`;
  process.stdout.write(values.json === true ? `${JSON.stringify(measured)}\n` : text);
}

async function compareSecurity(): Promise<void> {
  const measured = await measureSecurity(Number(values.rounds), Number(values.seconds));
  const lines = measured.map((row) => `| ${Object.values(row).join(' | ')} |\n`).join('');
  const header = '| servers | checks/s | CPU µs/check | p50 ms at 60 % | p99 ms at 60 % |';
  const text = `${header}\n|---|---|---|---|---|\n${lines}`;
  process.stdout.write(values.json === true ? `${JSON.stringify(measured)}\n` : text);
}

async function compareAll(): Promise<void> {
  const { rows, batch } = await compareInAWorldOfItsOwn();
  const ratios = ratiosOf(rows);
  const observing = measureObserving(rowOf(rows, 'verifier').cpuMicrosPerCheck);
  const more = values['checks-only'] === true ? {} : await measureTheRest(rows);
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ rows, ratios, batch, observing, ...more })}\n`
      : asText(rows, { ratios, batch, observing, ...more }),
  );
}

async function compareInAWorldOfItsOwn() {
  const world = await World.start();
  try {
    const extent = { rounds: Number(values.rounds), secondsPerRound: Number(values.seconds) };
    return { rows: await compareResponders(world, extent), batch: await measureBatch(world, extent) };
  } finally {
    await world.stop();
  }
}

async function measureTheRest(measured: readonly Row[]) {
  return {
    revocation: await measureRevocation(rowOf(measured, 'verifier').checksPerSecond),
    refill: await measureRefill(organizationsToRefill),
  };
}

function rowOf(measured: readonly Row[], name: string): Row {
  const found = measured.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} was not measured`);
  return found;
}

function ratiosOf(measured: readonly Row[]) {
  const [bare, plainNest, verifier] = [
    rowOf(measured, 'bare'),
    rowOf(measured, 'plainNest'),
    rowOf(measured, 'verifier'),
  ];
  return {
    bare: rounded(verifier.checksPerSecond / bare.checksPerSecond),
    plainNest: rounded(verifier.checksPerSecond / plainNest.checksPerSecond),
    cpuPlainNest: rounded(verifier.cpuMicrosPerCheck / plainNest.cpuMicrosPerCheck),
  };
}

function asText(measured: readonly Row[], figures: object): string {
  const header =
    '| responder | checks/s | p50 ms | p99 ms | CPU µs/check | p50 ms at 60 % | p99 ms at 60 % |';
  const lines = measured.map((row) => `| ${Object.values(row).join(' | ')} |`);
  const others = Object.entries(figures).map(([name, figure]) => `${name}: ${JSON.stringify(figure)}`);
  return [header, '|---|---|---|---|---|---|---|', ...lines, '', ...others, ''].join('\n');
}

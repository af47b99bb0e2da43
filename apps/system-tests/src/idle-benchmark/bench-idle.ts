import { parseArgs } from 'node:util';
import { services } from '../fixtures/service-processes.ts';
import { measureIdle, type Idle } from './measure-idle.ts';

/** Percent of a core that a service may take at most. */
const shareGoal = 1;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    organizations: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '10' },
    'settling-minutes': { type: 'string', default: '3' },
  },
});

const measured = await measureIdle({
  organizations: Number(values.organizations),
  minutes: Number(values.minutes),
  settlingMinutes: Number(values['settling-minutes']),
});
process.stdout.write(values.json === true ? `${JSON.stringify(measured)}\n` : asText(measured));
if (measured.some(({ process: name, share }) => isService(name) && !(share < shareGoal)))
  process.exitCode = 1;

function isService(name: string): boolean {
  return services.some((service) => service === name);
}

function asText(rows: readonly Idle[]): string {
  const lines = rows.map(
    ({ process: name, share, shareMax, megabytes }) =>
      `| ${name} | ${share} | ${shareMax} | ${megabytes.join(', ')} |`,
  );
  return [
    '| process | % of a core | busiest minute | MB |',
    '| --- | ---: | ---: | --- |',
    ...lines,
    '',
  ].join('\n');
}

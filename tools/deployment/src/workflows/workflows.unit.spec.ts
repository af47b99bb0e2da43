import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { programs } from '../images/programs.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

const stepSchema = z.looseObject({ run: z.string().optional(), uses: z.string().optional() });
const workflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      strategy: z.looseObject({ matrix: z.record(z.string(), z.array(z.unknown())) }).optional(),
      steps: z.array(stepSchema),
    }),
  ),
});

const folder = join(workspaceRoot, '.github/workflows');
const workflows = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file,
    workflowSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))),
  ]),
);
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')));

describe.each(Object.entries(workflows))('%s', (_, { jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('runs commands that there are', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name]) => name),
    );
    const ofNpm = ['audit'];
    expect(
      named.filter((name = '') => !ofNpm.includes(name) && manifest.scripts[name] === undefined),
    ).toEqual([]);
  });

  it('uses actions of a version', () => {
    expect(steps.filter(({ uses }) => uses !== undefined && !/@(?:v\d+|[0-9a-f]{40})$/.test(uses))).toEqual(
      [],
    );
  });
});

it('a release publishes every image', () => {
  const matrix = workflows['release.yml']?.jobs['images']?.strategy?.matrix;
  expect(matrix?.['program']).toEqual([...programs]);
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from '@prometheus-io/client';

const isTest = /[.](?:spec|contract|bench)[.]ts$|\/fixtures\//;
const isDefined =
  /new (?<kind>Counter|Gauge|Histogram)(?:<[^>]*>)?\(\{\s*name: '(?<name>[a-z_]+)'|figure\(\s*registers,\s*'(?<figure>[a-z_]+)'/g;

/** The names of all series that the services and Prometheus itself can have. */
export const knownMetrics = (root: string): ReadonlySet<string> =>
  new Set([...ours(root), ...ofTheProcess(), 'up', 'ALERTS']);

const ours = (root: string): readonly string[] =>
  globSync('{apps,libs}/*/src/**/*.ts', { cwd: root })
    .filter((file) => !isTest.test(file))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(isDefined)])
    .flatMap(({ groups }) => seriesOf(groups?.['name'] ?? groups?.['figure'] ?? '', groups?.['kind']));

const seriesOf = (name: string, kind: string | undefined): readonly string[] =>
  kind === 'Histogram' ? ['_bucket', '_sum', '_count'].map((ending) => name + ending) : [name];

const ofTheProcess = (): readonly string[] => {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register.getMetricsAsArray().map(({ name }) => name);
};

import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, register } from '@prometheus-io/client';
import { z } from 'zod';

/** Figures whose names say a type, the wrong one or at all: `promtool check metrics` refuses them. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_eventloop_utilization_histogram',
  'nodejs_eventloop_utilization_summary',
];

/** The product has one version, which stands in the package of the workspace and of each image. */
const version = (): string => {
  const file = new URL('../../../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
};

const buildInfo = new Gauge({
  name: 'mdm_gate_build_info',
  help: 'Always 1; its labels say what runs',
  labelNames: ['service', 'version', 'node'] as const,
});

/** Each look wakes a service that has nothing else to do: a hundred times a second, unless told. */
const lagPrecisionMs = 100;
/** Of what is `misnamed`: nobody sees it. As long as a timer may be. */
const neverMs = 2 ** 31 - 1;

let isRegistered = false;

/** What the process uses, and what it is. */
export const registerProcessFigures = (service: string): void => {
  buildInfo.set({ service, version: version(), node: process.versions.node }, 1);
  if (isRegistered) return;
  isRegistered = true;
  collectDefaultMetrics({
    eventLoopMonitoringPrecision: lagPrecisionMs,
    eventLoopUtilizationTimeout: neverMs,
  });
  for (const name of misnamed) register.removeSingleMetric(name);
};

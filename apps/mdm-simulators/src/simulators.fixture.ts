import { type FleetConfig, type SimulatorsConfig } from './config.ts';
import { type RunningSimulators, startSimulators } from './simulators.ts';

export function simulatorsConfig(fleet: Partial<FleetConfig> = {}, stateFile?: string): SimulatorsConfig {
  return {
    host: '127.0.0.1',
    ports: { intune: 0, workspaceOne: 0, mobileiron: 0 },
    stateFile,
    fleet: { seed: 7, devicesPerPlatform: 2, checkInDelayMinMs: 20, checkInDelayMaxMs: 60, ...fleet },
  };
}

/** Simulators of one spec, on free ports, with devices that come quickly. */
export function startForSpec(fleet: Partial<FleetConfig> = {}): Promise<RunningSimulators> {
  return startSimulators(simulatorsConfig(fleet));
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** What stands at a path of an answer; undefined when nothing does. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[name]
        : undefined,
    json,
  );
}

export const textAt = (json: unknown, ...path: (string | number)[]): string => String(at(json, ...path));

export const listAt = (json: unknown, ...path: (string | number)[]): unknown[] => {
  const list = at(json, ...path);
  return Array.isArray(list) ? list : [];
};

export const recordAt = (json: unknown, ...path: (string | number)[]): Record<string, unknown> => ({
  ...(at(json, ...path) as Record<string, unknown>),
});

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly form?: Record<string, string> | URLSearchParams;
}

function bodyOf(call: Call): { body?: string; contentType?: string } {
  if (call.json !== undefined) {
    return { body: JSON.stringify(call.json), contentType: 'application/json' };
  }
  return call.form === undefined
    ? {}
    : { body: new URLSearchParams(call.form).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function readJson(text: string, contentType: string | null): unknown {
  return contentType?.includes('json') === true && text !== '' ? JSON.parse(text) : undefined;
}

export async function call(url: string, options: Call = {}): Promise<Answer> {
  const { body, contentType } = bodyOf(options);
  const response = await fetch(url, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...options.headers },
    body: body ?? null,
  });
  const text = await response.text();
  const json = readJson(text, response.headers.get('content-type'));
  return { status: response.status, headers: response.headers, text, json };
}

/** What the device of a simulator holds for an app. */
export async function heldBy(
  vendorUrl: string,
  deviceId: string,
  app: string,
  tenant?: string,
): Promise<unknown> {
  const query = new URLSearchParams({ app, ...(tenant === undefined ? {} : { tenant }) });
  const answer = await call(
    `${vendorUrl}/__sim/devices/${deviceId}/managed-app-configuration?${query.toString()}`,
  );
  return at(answer.json, 'configuration');
}

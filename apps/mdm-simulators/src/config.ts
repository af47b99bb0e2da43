import { z } from 'zod';

const PREFIX = 'MDM_SIMULATORS_';

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const milliseconds = z.coerce.number().int().min(0).max(3_600_000);

const environmentSchema = z
  .strictObject({
    /** The address that all of them listen on; in a container `0.0.0.0`. */
    MDM_SIMULATORS_HOST: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
    /** Port of the Intune simulator; 0 takes any free port. */
    MDM_SIMULATORS_INTUNE_PORT: port,
    /** Port of the Workspace ONE simulator; 0 takes any free port. */
    MDM_SIMULATORS_WORKSPACE_ONE_PORT: port,
    /** Port of the MobileIron simulator; 0 takes any free port. */
    MDM_SIMULATORS_MOBILEIRON_PORT: port,
    /** File that keeps the state over a restart; without it the simulators forget when they end. */
    MDM_SIMULATORS_STATE_FILE: z.string().min(1).optional(),
    /** Decides every id, secret and delay, so that a run can be repeated. */
    MDM_SIMULATORS_SEED: z.coerce.number().int().min(0).default(1),
    /** Devices of each platform that a tenant starts with. */
    MDM_SIMULATORS_DEVICES_PER_PLATFORM: z.coerce.number().int().min(0).max(50_000).default(3),
    /** A device checks in by itself no earlier than this after a push, in milliseconds. */
    MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS: milliseconds.default(200),
    /** A device checks in by itself no later than this after a push, in milliseconds. */
    MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS: milliseconds.default(1_500),
  })
  .refine((env) => env.MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS <= env.MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS, {
    message: 'must not be greater than MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS',
    path: ['MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS'],
  });

export interface SimulatorsConfig {
  readonly host: string;
  readonly ports: { readonly intune: number; readonly workspaceOne: number; readonly mobileiron: number };
  readonly stateFile: string | undefined;
  readonly fleet: FleetConfig;
}

export interface FleetConfig {
  readonly seed: number;
  readonly devicesPerPlatform: number;
  readonly checkInDelayMinMs: number;
  readonly checkInDelayMaxMs: number;
}

/** Reads `MDM_SIMULATORS_*`. Throws with every wrong or unknown name in the message. */
export function readConfig(environment: NodeJS.ProcessEnv): SimulatorsConfig {
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith(PREFIX)));
  const parsed = environmentSchema.safeParse(own);
  if (!parsed.success) {
    throw new Error(`Configuration refused: ${z.prettifyError(parsed.error)}`);
  }
  const env = parsed.data;
  return {
    host: env.MDM_SIMULATORS_HOST,
    ports: {
      intune: env.MDM_SIMULATORS_INTUNE_PORT,
      workspaceOne: env.MDM_SIMULATORS_WORKSPACE_ONE_PORT,
      mobileiron: env.MDM_SIMULATORS_MOBILEIRON_PORT,
    },
    stateFile: env.MDM_SIMULATORS_STATE_FILE,
    fleet: {
      seed: env.MDM_SIMULATORS_SEED,
      devicesPerPlatform: env.MDM_SIMULATORS_DEVICES_PER_PLATFORM,
      checkInDelayMinMs: env.MDM_SIMULATORS_CHECK_IN_DELAY_MIN_MS,
      checkInDelayMaxMs: env.MDM_SIMULATORS_CHECK_IN_DELAY_MAX_MS,
    },
  };
}

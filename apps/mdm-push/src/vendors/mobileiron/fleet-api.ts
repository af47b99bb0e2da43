import type { Attempt, Look } from '../attempt.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

/** What became of one `setAttribute`. */
export interface AttributeWrite {
  /** Devices that certainly were not written. The others were, or nobody knows. */
  readonly unwritten: readonly string[];
  /** Why some were not, or may not have been; null when nothing stood in the way. */
  readonly failure: Error | null;
}

/** What an attribute of a whole fleet needs, whichever of Ivanti's APIs gives it. */
export interface FleetApi {
  /** How many devices one `setAttribute` takes. */
  readonly batchSize: number;
  /** How many devices a page of the list has at most. */
  readonly pageSize: number;
  attributeState(look: Look): Promise<'writable' | 'read-only' | 'missing'>;
  /** All of them. Throws `fleet-too-large`, and `vendor-answer-unexpected` for a list that lacks some. */
  activeDevices(look: Look): Promise<readonly DeviceRow[]>;
  /** An empty value takes it away. Does not throw for what the MDM answers, and ends only when nothing is under way any more. */
  setAttribute(deviceIds: readonly string[], value: string, attempt: Attempt): Promise<AttributeWrite>;
  forceCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void>;
}

/** Each page of 200 or 500 is a request, and a turn looks at all of them: more would not fit into Ivanti's rate limits. */
export const devicesMax = 100_000;

/** Errors of Node itself are not always instances of this realm's Error. */
export const failureOf = (error: unknown): Error =>
  error instanceof Error ? error : new Error('The write was given up', { cause: error });

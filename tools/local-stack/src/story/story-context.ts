import { createLogger } from '@mdm-gate/service-kit';
import { createVerifierClient, type VerifierClient } from '@mdm-gate/verifier-client';
import type { Platform } from '@mdm-gate/contracts';
import type { LocalStack } from '../stack/local-stack.ts';
import { BusRecording } from '../recording/bus-recording.ts';
import { Gateway } from './gateway.ts';

export type VendorName = 'mobileiron' | 'workspaceOne' | 'intune';

/** A device that one of the MDMs manages. */
export interface ManagedDevice {
  readonly vendor: VendorName;
  readonly deviceId: string;
  readonly platform: Platform;
  /** The MDM's first tenant unless told. */
  readonly tenant?: string;
}

/** A token of the story, with its value: an administrator has just seen it. */
export interface KnownToken {
  readonly tokenId: string;
  readonly value: string;
}

/** What the steps hand on to one another. */
export interface StoryContext {
  readonly stack: LocalStack;
  readonly gateway: Gateway;
  /** What an internal service uses to ask the verifier. */
  readonly verifier: VerifierClient;
  /** All that crosses NATS; null where that is one's own. */
  readonly recording: BusRecording | null;
  readonly tokens: { first: KnownToken | null; second: KnownToken | null; third: KnownToken | null };
  readonly devices: ManagedDevice[];
  close(): Promise<void>;
}

/** One device's check must never hold the story up. */
const checkTimeoutMs = 2_000;

export const openContext = async (stack: LocalStack): Promise<StoryContext> => {
  const verifier = await createVerifierClient({
    url: stack.description.natsUrl,
    timeoutMs: checkTimeoutMs,
    // The story kills NATS on purpose; it tells the reader itself.
    logger: createLogger('story', { level: 'silent' }),
  });
  const post = stack.listeningPost;
  const recording = post === null ? null : await BusRecording.begin(post.url, post.seed);
  return {
    stack,
    recording,
    gateway: new Gateway(stack.description),
    verifier,
    tokens: { first: null, second: null, third: null },
    devices: [],
    close: async () => {
      await verifier.close();
      await recording?.end();
    },
  };
};

/** A token that an earlier step made. */
export const known = (token: KnownToken | null): KnownToken => {
  if (token === null) throw new Error('An earlier step should have made this token');
  return token;
};

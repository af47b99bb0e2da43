import type {
  advanceRotationRoute,
  cancelRotationRoute,
  findRotationRoute,
  holdRotationRoute,
  listRotationsRoute,
  listStragglersRoute,
  resumeRotationRoute,
  Rotation,
  startRotationRoute,
} from '@mdm-gate/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type Ask } from './call.ts';
import { etagOf } from './etag.ts';
import { whileOnFirstPage } from './query-client.ts';

export const rotations = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: ['organization', organizationId, 'rotations'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }) =>
      (
        await call<typeof listRotationsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/rotations',
          params: { organizationId },
          query: { cursor: pageParam, limit: 50 },
          signal,
        })
      ).body,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: whileOnFirstPage,
  });

export const rotation = (organizationId: string, rotationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'rotation', rotationId],
    queryFn: async ({ signal }) =>
      (
        await call<typeof findRotationRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/rotations/{rotationId}',
          params: { organizationId, rotationId },
          signal,
        })
      ).body,
  });

export const stragglers = (organizationId: string, rotationId: string) =>
  infiniteQueryOptions({
    queryKey: ['organization', organizationId, 'stragglers', rotationId],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }) =>
      (
        await call<typeof listStragglersRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/rotations/{rotationId}/stragglers',
          params: { organizationId, rotationId },
          query: { cursor: pageParam, limit: 50 },
          signal,
        })
      ).body,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: whileOnFirstPage,
  });

export type NewRotation = Ask<typeof startRotationRoute>['body'];

export const startRotation = (organizationId: string, body: NewRotation) =>
  call<typeof startRotationRoute>({
    method: 'POST',
    path: '/organizations/{organizationId}/rotations',
    params: { organizationId },
    body,
  });

export type RotationStep = 'advance' | 'cancel';

interface Decision {
  readonly organizationId: string;
  readonly rotation: Pick<Rotation, 'rotationId' | 'version'>;
  readonly step: RotationStep;
  readonly dryRun: boolean;
  readonly acknowledgeHaltedDevices?: number;
  readonly signal?: AbortSignal;
}

const stepPaths = {
  advance: '/organizations/{organizationId}/rotations/{rotationId}/advance',
  cancel: '/organizations/{organizationId}/rotations/{rotationId}/cancel',
} as const;

/** Takes the next step or gives it up; with `dryRun` it only tells what that would do. */
export const decideRotation = ({
  organizationId,
  rotation: { rotationId, version },
  step,
  dryRun,
  acknowledgeHaltedDevices,
  signal,
}: Decision) =>
  call<typeof advanceRotationRoute | typeof cancelRotationRoute>({
    method: 'POST',
    path: stepPaths[step],
    params: { organizationId, rotationId },
    etag: etagOf(version),
    query: { dryRun: dryRun ? 'true' : 'false' },
    body: acknowledgeHaltedDevices === undefined ? {} : { acknowledgeHaltedDevices },
    ...(signal === undefined ? {} : { signal }),
  });

const holdPaths = {
  hold: '/organizations/{organizationId}/rotations/{rotationId}/hold',
  resume: '/organizations/{organizationId}/rotations/{rotationId}/resume',
} as const;

/** Stops what a rotation does by itself, or lets it go on. */
export const holdRotation = (
  organizationId: string,
  { rotationId, version }: Pick<Rotation, 'rotationId' | 'version'>,
  act: keyof typeof holdPaths,
) =>
  call<typeof holdRotationRoute | typeof resumeRotationRoute>({
    method: 'POST',
    path: holdPaths[act],
    params: { organizationId, rotationId },
    etag: etagOf(version),
    body: {},
  });

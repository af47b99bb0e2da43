import type { z } from 'zod';
import type { ErrorCode } from '../error-codes.ts';

/** Roles within one organization, each with all rights of those before it. */
export const organizationRoles = ['viewer', 'operator', 'administrator'] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

/**
 * Who may call a route. `signed-in`: anybody with a valid bearer token; what they see depends on their roles.
 * `oneself`: anybody, for what is their own.
 */
export type RouteAccess = 'public' | 'signed-in' | 'oneself' | OrganizationRole | 'platform-administrator';

export interface RouteReply {
  readonly description: string;
  readonly schema: z.ZodType;
  /** `application/json` unless set. */
  readonly mediaType?: string;
}

/** One operation of the gateway. The controller, the access check and the OpenAPI document all follow from it. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with parameters in braces. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The change needs `If-Match` with the ETag that was read: 428 without, 412 when stale. */
  readonly ifMatch?: true;
  /**
   * The answer may hold a token's value. Each one is an audit event, also when the request is repeated under one
   * `Idempotency-Key`, and no such answer is kept.
   */
  readonly discloses?: true;
  /** Successful answers by status. */
  readonly replies: Readonly<Record<number, RouteReply>>;
  /** What it may answer beside the errors that any route may answer. */
  readonly errors: readonly ErrorCode[];
}

export const defineRoute = <const Contract extends RouteContract>(contract: Contract): Contract => contract;

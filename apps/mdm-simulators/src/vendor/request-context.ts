import { type FastifyRequest } from 'fastify';
import { type Refusal } from './refusal.ts';

/** What fault control and journal know of one request. */
export interface RequestContext {
  readonly startedAt: number;
  /** The change is answered with success and then dropped. */
  dropsChanges: boolean;
  /** The change happens and the connection breaks before the answer. */
  losesAnswer: boolean;
  /** The change happens and this is the answer. */
  refusesAfter: Refusal | null;
  tenantId: string | null;
  /** Happens when the request has been dealt with, before its answer goes out. */
  readonly afterwards: (() => void)[];
}

const contexts = new WeakMap<FastifyRequest, RequestContext>();

export function openContext(request: FastifyRequest, startedAt: number): RequestContext {
  const context: RequestContext = {
    startedAt,
    dropsChanges: false,
    losesAnswer: false,
    refusesAfter: null,
    tenantId: null,
    afterwards: [],
  };
  contexts.set(request, context);
  return context;
}

export function contextOf(request: FastifyRequest): RequestContext {
  return contexts.get(request) ?? openContext(request, Date.now());
}

/** The one way a vendor's route changes state, so that `accepted but not stored` holds for all of them. */
export function store(request: FastifyRequest, change: () => void): void {
  if (!contextOf(request).dropsChanges) {
    change();
  }
}

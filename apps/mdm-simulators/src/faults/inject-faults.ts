import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from '../vendor/refusal.ts';
import { contextOf } from '../vendor/request-context.ts';
import { type VendorSurface } from '../vendor/vendor-surface.ts';
import { type RequestFault } from './fault-plan.ts';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function refuse(fault: Extract<RequestFault, { kind: 'answer' }>, vendor: VendorSurface, url: string): never {
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  throw new Refusal(fault.status, vendor.errorBody(fault.status, 'An error has occurred.', url), headers);
}

async function inject(
  fault: RequestFault,
  vendor: VendorSurface,
  { request, reply }: Exchange,
): Promise<void> {
  switch (fault.kind) {
    case 'answer':
      return refuse(fault, vendor, request.url);
    case 'latency':
      await delay(fault.latencyMs);
      return;
    case 'timeout':
      reply.hijack();
      return;
    case 'disconnect':
      reply.hijack();
      request.raw.socket.destroy();
      return;
    case 'lost-answer':
      contextOf(request).losesAnswer = true;
      return;
    case 'accepted-but-not-stored':
      contextOf(request).dropsChanges = true;
      return;
  }
}

/** Injects every fault that the request meets, in the order of the plan. */
export async function injectFaults(vendor: VendorSurface, exchange: Exchange): Promise<void> {
  const { method, url } = exchange.request;
  for (const fault of vendor.faults.meet({ method, url })) {
    await inject(fault, vendor, exchange);
  }
}

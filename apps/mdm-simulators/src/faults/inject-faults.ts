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

function refusalOf(
  fault: Extract<RequestFault, { status: number }>,
  vendor: VendorSurface,
  url: string,
): Refusal {
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const body = fault.body ?? vendor.errorBody(fault.status, 'An error has occurred.', url);
  return new Refusal(fault.status, body, headers);
}

async function inject(
  fault: RequestFault,
  vendor: VendorSurface,
  { request, reply }: Exchange,
): Promise<void> {
  switch (fault.kind) {
    case 'answer':
      throw refusalOf(fault, vendor, request.url);
    case 'stored-but-refused':
      contextOf(request).refusesAfter = refusalOf(fault, vendor, request.url);
      return;
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

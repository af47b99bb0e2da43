import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { controlError } from '../control/control-error.ts';
import { Refusal } from '../vendor/refusal.ts';
import { contextOf } from '../vendor/request-context.ts';
import { type VendorSurface } from '../vendor/vendor-surface.ts';
import { type RequestFault } from './fault-plan.ts';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function refusalOf(
  fault: Extract<RequestFault, { kind: 'answer' | 'stored-but-refused' }>,
  vendor: VendorSurface,
  url: string,
): Refusal {
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const body = fault.body ?? vendor.errorBody(fault.status, 'An error has occurred.', url);
  return new Refusal(fault.status, body, headers);
}

/** What stands at the address of a console, and what proxies answer instead of the API behind them. */
const signInPage = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

function editByHand(
  { edit, tenant, moment }: Extract<RequestFault, { kind: 'hand-edit' }>,
  vendor: VendorSurface,
  request: FastifyRequest,
): void {
  const happen = (): void => {
    if (!vendor.editByHand(tenant, edit)) {
      throw controlError(409, 'sim-nothing-to-edit', 'There is nothing of that kind to edit by hand.');
    }
  };
  if (moment === 'before') {
    happen();
  } else {
    contextOf(request).afterwards.push(happen);
  }
}

type WireFault = Extract<RequestFault, { kind: 'latency' | 'timeout' | 'disconnect' }>;

const isOnWire = (fault: RequestFault): fault is WireFault =>
  ['latency', 'timeout', 'disconnect'].includes(fault.kind);

async function injectOnWire(fault: WireFault, { request, reply }: Exchange): Promise<void> {
  switch (fault.kind) {
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
  }
}

async function inject(fault: RequestFault, vendor: VendorSurface, exchange: Exchange): Promise<void> {
  if (isOnWire(fault)) {
    return injectOnWire(fault, exchange);
  }
  const { request } = exchange;
  switch (fault.kind) {
    case 'answer':
      throw refusalOf(fault, vendor, request.url);
    case 'web-page':
      throw new Refusal(fault.status, signInPage, { 'content-type': 'text/html; charset=utf-8' });
    case 'stored-but-refused':
      contextOf(request).refusesAfter = refusalOf(fault, vendor, request.url);
      return;
    case 'hand-edit':
      editByHand(fault, vendor, request);
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

import { randomUUID } from 'node:crypto';
import { Refusal } from '../vendor/refusal.ts';

export function uemErrorBody(errorCode: number, message: string): Record<string, unknown> {
  return { errorCode, message, activityId: randomUUID(), links: [] };
}

/** `BaseExceptionModel`: clients go by status and `errorCode`, never by the text. */
export function uemError(status: number, errorCode: number, message: string): Refusal {
  return new Refusal(status, uemErrorBody(errorCode, message));
}

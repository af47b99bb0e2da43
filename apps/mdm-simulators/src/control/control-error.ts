import { z } from 'zod';
import { Refusal } from '../vendor/refusal.ts';

export type ControlErrorCode =
  | 'sim-body-invalid'
  | 'sim-query-invalid'
  | 'sim-tenant-unknown'
  | 'sim-device-off'
  | 'sim-device-unreachable'
  | 'sim-device-unknown'
  | 'sim-nothing-to-edit'
  | 'sim-variant-unknown';

export function controlError(status: number, code: ControlErrorCode, message: string): Refusal {
  return new Refusal(status, { error: { code, message } });
}

/** The body, or a coded 400 that names every wrong field. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    throw controlError(400, 'sim-body-invalid', z.prettifyError(parsed.error));
  }
  return parsed.data;
}

/** The query, or a coded 400 that names every wrong parameter. */
export function readQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    throw controlError(400, 'sim-query-invalid', z.prettifyError(parsed.error));
  }
  return parsed.data;
}

import { firstValueFrom, isObservable } from 'rxjs';

export type NestHandler = (message: unknown, context: unknown) => Promise<unknown>;

/** A handler as Nest wraps it gives a promise, of a value or (after an error or an interceptor) of an observable. */
export const plainOutcome = async (result: Promise<unknown>): Promise<unknown> => {
  const value = await result;
  return isObservable(value) ? firstValueFrom(value, { defaultValue: undefined }) : value;
};

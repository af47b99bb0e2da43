import { UseFilters } from '@nestjs/common';
import { PARAM_ARGS_METADATA } from '@nestjs/microservices/constants.js';
import { PassErrorsOn } from './pass-errors-on.filter.ts';

type Handler = (...given: never[]) => unknown;

/**
 * Makes Nest call the method with exactly what the transport gives, `(message, context)`, and let its errors through.
 * Declared as "no parameters to work out": else Nest runs its pipes over each, which is a tenth of a request's cost.
 */
export const handlerMethod = <Method extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
): void => {
  Reflect.defineMetadata(PARAM_ARGS_METADATA, {}, target.constructor, key);
  UseFilters(new PassErrorsOn())(target, key, descriptor);
};

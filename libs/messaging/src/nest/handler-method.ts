import { UseFilters } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { PassErrorsOn } from './pass-errors-on.filter.ts';

type Handler = (...given: never[]) => unknown;

/** Makes Nest call the method with the message and, if it takes a second parameter, the context; its errors reach the transport. */
export const handlerMethod = <Method extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
): void => {
  Payload()(target, key, 0);
  if ((descriptor.value?.length ?? 0) > 1) Ctx()(target, key, 1);
  UseFilters(new PassErrorsOn())(target, key, descriptor);
};

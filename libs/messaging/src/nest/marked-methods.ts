import { SetMetadata } from '@nestjs/common';
import { ENHANCER_KEY_TO_SUBTYPE_MAP } from '@nestjs/common/constants.js';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { MessageContext } from '../requests/message-context.ts';

/** A method of a controller, bound to it. */
export type Handler = (message: unknown, context: MessageContext) => unknown;

export interface MarkedMethod<Mark> {
  readonly mark: Mark;
  readonly handler: Handler;
  /** What other decorators left on the method. */
  readonly also: (key: symbol) => unknown;
}

/** Leaves a mark on a method, for `markedMethods` to find. */
export const mark = (key: symbol, value: unknown): MethodDecorator => SetMetadata(key, value);

/** Where Nest keeps its controllers. */
export interface Controllers {
  readonly discovery: DiscoveryService;
  readonly scanner: MetadataScanner;
}

/**
 * The methods of all controllers that carry the mark. They are called as they are: Nest's own way to a handler is a dozen
 * promises long, a tenth of what a check costs. What would have been called on that way is refused, not ignored.
 */
export const markedMethods = <Mark>({ discovery, scanner }: Controllers, key: symbol): MarkedMethod<Mark>[] =>
  discovery.getControllers().flatMap((wrapper) => {
    const instance = wrapper.instance as Readonly<Record<string, Handler>>;
    return scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
      const method = instance[name];
      if (method === undefined || !Reflect.hasMetadata(key, method)) return [];
      if (!wrapper.isDependencyTreeStatic())
        throw new Error(`${String(wrapper.name)} is made per request, and messages are not requests`);
      refuseEnhancers(String(wrapper.name), [method, instance.constructor]);
      const also = (other: symbol): unknown => Reflect.getMetadata(other, method);
      return [{ mark: also(key) as Mark, handler: method.bind(instance), also }];
    });
  });

const refuseEnhancers = (controller: string, targets: readonly unknown[]): void => {
  for (const [key, kind] of Object.entries(ENHANCER_KEY_TO_SUBTYPE_MAP))
    if (targets.some((target) => Reflect.hasMetadata(key, target as object)))
      throw new Error(`${controller} has a ${kind}, which Nest does not call for messages`);
};

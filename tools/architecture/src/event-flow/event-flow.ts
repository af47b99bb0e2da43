import { readContractSources, type ContractSources } from './contract-source.ts';
import { readHandlerSources, type Handler, type HandlerSources } from './handler-source.ts';

/** Who speaks, who listens and who is asked, as contracts and services have it in their sources. */
export interface EventFlow extends ContractSources, HandlerSources {}

export const readEventFlow = (root: string): EventFlow => {
  const contracts = readContractSources(root);
  return { ...contracts, ...readHandlerSources(root, contracts.lists) };
};

export const handlersOf = (flow: EventFlow, kind: Handler['kind'], contract: string): readonly Handler[] =>
  flow.handlers.filter((handler) => handler.kind === kind && handler.contracts.includes(contract));

/** The services that react to an event, each once, in order. */
export const consumersOf = (flow: EventFlow, event: string): readonly string[] => [
  ...new Set(handlersOf(flow, 'When', event).map(({ service }) => service)),
];

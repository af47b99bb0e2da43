import type { Impact } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { requireAcknowledgement, type Gate } from './gate.ts';
import { impactOfChange, type StatesAround } from './impact-of-change.ts';

/** Throws when the change would halt devices and nobody has said that this is meant. Null: it halts none by its nature. */
export const judged = async (
  manager: EntityManager,
  gate: Gate | undefined,
  states: StatesAround,
): Promise<Impact | null> => {
  if (gate === undefined) return null;
  const impact = await impactOfChange(manager, states);
  requireAcknowledgement(gate, impact);
  return impact;
};

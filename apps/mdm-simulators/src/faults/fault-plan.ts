import { type Fault, type FaultKind } from './fault.schema.ts';

/** Faults of single requests; the others are states that a vendor's code asks for. */
export type RequestFault = Extract<Fault, { skip: number }>;

interface Rule {
  readonly fault: RequestFault;
  readonly path: RegExp | undefined;
  seen: number;
}

interface Target {
  readonly method: string;
  readonly url: string;
}

const isRequestFault = (fault: Fault): fault is RequestFault => 'skip' in fault;

function concerns(rule: Rule, target: Target): boolean {
  const method = rule.fault.match?.method;
  return (method === undefined || method === target.method) && (rule.path?.test(target.url) ?? true);
}

/** Counts the request; true when it is one of those to be harmed. */
function harms(rule: Rule, target: Target): boolean {
  if (!concerns(rule, target)) {
    return false;
  }
  rule.seen += 1;
  const place = rule.seen - rule.fault.skip;
  return place > 0 && place <= (rule.fault.times ?? Number.POSITIVE_INFINITY);
}

/** The faults of one vendor that are in force. */
export class FaultPlan {
  private rules: Rule[] = [];
  private planned: readonly Fault[] = [];

  replace(faults: readonly Fault[]): void {
    this.planned = faults;
    this.rules = faults.filter(isRequestFault).map((fault) => ({
      fault,
      path: fault.match?.path === undefined ? undefined : new RegExp(fault.match.path, 'u'),
      seen: 0,
    }));
  }

  list(): { fault: Fault; seen: number }[] {
    return this.planned.map((fault) => ({
      fault,
      seen: this.rules.find((rule) => rule.fault === fault)?.seen ?? 0,
    }));
  }

  /** The faults that this request meets. */
  meet(target: Target): RequestFault[] {
    return this.rules.filter((rule) => harms(rule, target)).map((rule) => rule.fault);
  }

  /** Whether a state of this kind is in force. */
  has(kind: FaultKind): boolean {
    return this.planned.some((fault) => fault.kind === kind);
  }
}

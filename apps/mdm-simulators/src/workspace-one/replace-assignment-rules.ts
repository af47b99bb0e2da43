import { z } from 'zod';
import { present } from '../vendor/present.ts';
import { emptyRules, unassigned } from './assignment-defaults.ts';
import { type AssignmentBody, assignmentRulesSchema } from './assignment-rules.schema.ts';
import { checkRules } from './check-assignment-rules.ts';
import { uemError } from './uem-error.ts';
import {
  type Assignment,
  type AssignmentRules,
  type Restriction,
  type UemApp,
  type WorkspaceOneTenant,
} from './workspace-one.state.ts';

/** The server sets these whatever was sent. */
function forced(restriction: Restriction, app: UemApp): Restriction {
  if (app.platform === 5) {
    return { ...restriction, remove_on_unenroll: true };
  }
  const takesOver = restriction.make_app_mdm_managed || restriction.prevent_application_backup;
  return app.platform === 2 && takesOver ? { ...restriction, managed_access: true } : restriction;
}

/** Everything left out falls back to the default: nothing of what stood there before remains. */
function assignmentOf(body: AssignmentBody, app: UemApp): Assignment {
  const defaults = unassigned(body.priority);
  const { distribution, restriction, ...rest } = body;
  return {
    ...defaults,
    ...present(rest),
    distribution: {
      ...defaults.distribution,
      effective_date: new Date().toISOString(),
      ...present(distribution),
      name: distribution.name,
      smart_groups: distribution.smart_groups ?? [],
    },
    restriction: forced({ ...defaults.restriction, ...present(restriction) }, app),
    application_configuration: (body.application_configuration ?? []).map((entry) => ({
      key: entry.key,
      value: entry.value ?? '',
      type: entry.type ?? 'STRING',
      nested_configurations: entry.nested_configurations ?? [],
    })),
  };
}

/** The rules that a PUT leaves behind. Throws 400 or 422 with the vendor's error code. */
export function rulesOf(tenant: WorkspaceOneTenant, app: UemApp, raw: unknown): AssignmentRules {
  const parsed = assignmentRulesSchema.safeParse(raw ?? {});
  if (!parsed.success) {
    const lacksRequired = parsed.error.issues.some(
      ({ path, code }) =>
        code === 'invalid_type' && ['priority', 'distribution', 'name'].includes(String(path.at(-1))),
    );
    throw lacksRequired
      ? uemError(422, 1012, z.prettifyError(parsed.error))
      : uemError(400, 6, z.prettifyError(parsed.error));
  }
  const body = parsed.data;
  const assignments = (body.assignments ?? []).map((assignment) => assignmentOf(assignment, app));
  const rules = {
    ...emptyRules(),
    assignments: assignments.toSorted((left, right) => left.priority - right.priority),
    excluded_smart_groups: body.excluded_smart_groups ?? [],
    application_msi_deployment_params: {
      ...emptyRules().application_msi_deployment_params,
      ...present(body.application_msi_deployment_params),
    },
  };
  checkRules(tenant, app, rules);
  return rules;
}

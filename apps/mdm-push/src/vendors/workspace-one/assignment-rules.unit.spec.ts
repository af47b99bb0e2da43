import { chooseRules, valueIn, withValue } from './assignment-rules.ts';
import { assignmentRulesSchema } from './workspace-one.schema.ts';

const document = {
  assignments: [
    {
      priority: 0,
      distribution: {
        name: 'Staff',
        smart_groups: ['3D57A859-0000-0000-0000-000000000003'],
        app_delivery_method: 'AUTO',
        pre_release_version: 0,
        vpp_app_details: { license_usage: [{ allocated: 5 }] },
      },
      restriction: { make_app_mdm_managed: true },
      tunnel: { per_app_vpn_profile_uuid: 'x' },
      application_configuration: [
        { key: 'other', value: 'kept', type: 1, nested_configurations: [], id: 7 },
        { key: 'TOKEN', value: 'old', type: '1', nested_configurations: [], uuid: 'u' },
      ],
    },
    { priority: 1, distribution: { name: 'Guests', smart_groups: ['8fe98ed4-0000-0000-0000-000000000004'] } },
  ],
  excluded_smart_groups: ['eaa54c29-0000-0000-0000-000000000005'],
  application_msi_deployment_params: { device_restart: 1 },
};
const rules = assignmentRulesSchema.parse(structuredClone(document));
const all = chooseRules(undefined);

describe('the assignment rules of Workspace ONE', () => {
  it('go back whole with only the key changed, because a PUT replaces everything', () => {
    const expected = structuredClone(document) as typeof rules;
    expected.assignments[0]?.application_configuration?.splice(1, 1, {
      key: 'TOKEN',
      value: 'new',
      type: '1',
      nested_configurations: [],
      uuid: 'u',
    });
    Object.assign(expected.assignments[1] ?? {}, {
      application_configuration: [{ key: 'TOKEN', value: 'new', type: 'STRING', nested_configurations: [] }],
    });
    expect(withValue(rules, { key: 'TOKEN' }, { choice: all, value: 'new' })).toEqual(expected);
  });

  it('lose only the key when it is withdrawn', () => {
    const [first] = withValue(rules, { key: 'TOKEN' }, { choice: all, value: null }).assignments;
    expect(first?.application_configuration).toEqual([
      { key: 'other', value: 'kept', type: 1, nested_configurations: [], id: 7 },
    ]);
  });

  it('are changed for the chosen smart groups only, in whatever case their ids are written', () => {
    const choice = chooseRules(['3d57a859-0000-0000-0000-000000000003']);
    const changed = withValue(rules, { key: 'TOKEN' }, { choice, value: 'new' });
    expect(changed.assignments.map((rule) => valueIn(rule, 'TOKEN'))).toEqual(['new', undefined]);
    expect(changed.assignments[1]).toEqual(rules.assignments[1]);
  });
});

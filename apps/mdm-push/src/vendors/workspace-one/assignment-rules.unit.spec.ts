import { AssignmentRules, chooseRules } from './assignment-rules.ts';

const other = '{"key":"other","value":"kept","type":1,"nested_configurations":[],"id":12345678901234567890}';
const own = (value: string, type = '"1"'): string =>
  `{"key":"TOKEN","value":"${value}","type":${type},"nested_configurations":[],"uuid":"u"}`;
const document = (entries: string, second = ''): string =>
  `{ "assignments":[{"priority":0,"distribution":{"name":"Staff","smart_groups":["3D57A859-0000-0000-0000-000000000003"],"pre_release_version":0,"vpp_app_details":{"license_usage":[{"allocated":5}]}},"application_configuration":${entries}},\n` +
  `{"priority":1,"distribution":{"name":"Guests","smart_groups":["8fe98ed4-0000-0000-0000-000000000004"]}${second}}],\n` +
  '"excluded_smart_groups":["eaa54c29-0000-0000-0000-000000000005"],"application_msi_deployment_params":{"device_restart":1.0} }';
const all = chooseRules(undefined);
const rules = (text: string, choice = all): AssignmentRules => new AssignmentRules(text, choice);
const written = '{"key":"TOKEN","value":"new","type":"STRING","nested_configurations":[]}';
const wanted = (entries: string): string => document(entries, `,"application_configuration":[${written}]`);

describe('the assignment rules of Workspace ONE', () => {
  it('go back to the letter with only the key changed, because a PUT replaces everything', () => {
    const before = rules(document(`[${other},${own('old')}]`));
    expect(before.with('TOKEN', 'new').text).toBe(wanted(`[${other},${own('new')}]`));
  });

  it('lose only the key when it is withdrawn', () => {
    expect(rules(document(`[${other}, ${own('old')}]`)).with('TOKEN', null).text).toBe(
      document(`[${other}]`),
    );
  });

  it.each(['1', '"1"', '"STRING"', '"String"', 'null'])(
    'have a text under the key when its type is %s',
    (type) => {
      expect(rules(document(`[${own('x', type)}]`)).held('TOKEN')[0]).toEqual({ kind: 'text', text: 'x' });
    },
  );

  it.each([
    own('12345678', '"INTEGER"'),
    own('12345678', '2'),
    own('true', '"BOOLEAN"'),
    own('x', '"HIDDEN"'),
    '{"key":"TOKEN","value":12345678,"type":"STRING"}',
    '{"key":"TOKEN","value":null,"type":"STRING"}',
    '{"key":"TOKEN","type":"BUNDLE","nested_configurations":[{"key":"a","value":"b"}]}',
    `${own('12345678')},${own('12345678')}`,
    `${own('12345678')},${own('other')}`,
  ])('have no text under the key in %s, and get one there, once, as a string', (entries) => {
    const before = rules(document(`[${entries},${other}]`));
    expect(before.held('TOKEN')[0]).toEqual({ kind: 'not-one-text' });
    const [held] = before.with('TOKEN', '12345678').held('TOKEN');
    expect(held).toEqual({ kind: 'text', text: '12345678' });
    expect(before.with('TOKEN', '12345678').text).toContain(other);
    expect(before.with('TOKEN', null).text).toBe(document(`[${other}]`));
  });

  it('are changed for the chosen smart groups only, in whatever case their ids are written', () => {
    const before = rules(document('[]'), chooseRules(['3d57a859-0000-0000-0000-000000000003']));
    expect(before.with('TOKEN', 'new').text).toBe(document(`[${written}]`));
  });

  it.each(['[]', 'null'])('get the key where the list of entries is %s', (entries) => {
    expect(rules(document(entries)).with('TOKEN', 'new').text).toBe(wanted(`[${written}]`));
  });

  it.each(['{}', '{"assignments":[]}', '{"assignments":null}'])('get a first assignment in %s', (text) => {
    const first = rules(text).withFirst(['3d57a859-0000-0000-0000-000000000003'], 'ON_DEMAND');
    expect(first.with('TOKEN', 'new').held('TOKEN')).toEqual([{ kind: 'text', text: 'new' }]);
  });

  it.each(['', '[]', '{"assignments":{}}', '{"assignments":[],"assignments":[]}', document('"x"')])(
    'that cannot go back as they came are left to an administrator: %.40s',
    (text) => {
      expect(() => rules(text).with('TOKEN', 'new')).toThrow(/configuration-unsupported/);
    },
  );

  it('have lost nothing when only the key is another one', () => {
    const before = rules(document(`[${other}]`));
    expect(before.lostIn(before.with('TOKEN', 'new'), 'TOKEN')).toEqual([]);
  });

  it.each([
    ['a neighbour', '"kept"', '"else"', ['assignments']],
    ['licences', '"allocated":5', '"allocated":0', ['assignments']],
    ['an exclusion', '"eaa54c29-0000-0000-0000-000000000005"', '', ['excluded_smart_groups']],
  ])('tell that %s is lost', (_, from, to, lost) => {
    const before = rules(document(`[${other}]`));
    const after = rules(before.with('TOKEN', 'new').text.replace(from, to));
    expect(before.lostIn(after, 'TOKEN')).toEqual(lost);
  });
});

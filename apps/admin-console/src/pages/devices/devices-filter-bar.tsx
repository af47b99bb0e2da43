import { Button } from '../../components/button.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { reasonWords } from '../../words/reasons.ts';
import type { DevicesFilter } from './devices-filter.ts';

const all = { value: '', label: 'All' };

const optionsOf = (words: Readonly<Record<string, string>>) => [
  all,
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

type Change = (changed: Readonly<Record<string, string>>) => void;

/** What the list of devices is narrowed by. */
export const DevicesFilterBar = ({
  filter,
  onChange,
}: {
  readonly filter: DevicesFilter;
  readonly onChange: Change;
}) => (
  <FilterBar>
    <TextField
      label="Id begins with"
      type="search"
      defaultValue={filter.deviceId ?? ''}
      onChange={(event) => {
        onChange({ deviceId: event.target.value });
      }}
    />
    <Select
      label="Last check"
      value={filter.decision ?? ''}
      onChange={(event) => {
        onChange({ decision: event.target.value });
      }}
      options={optionsOf({ halt: 'Halted', proceed: 'Went on' })}
    />
    <Select
      label="Because"
      value={filter.reason ?? ''}
      onChange={(event) => {
        onChange({ reason: event.target.value });
      }}
      options={optionsOf(reasonWords)}
    />
    <Select
      label="Platform"
      value={filter.platform ?? ''}
      onChange={(event) => {
        onChange({ platform: event.target.value });
      }}
      options={optionsOf(platformWords)}
    />
    <Chosen filter={filter} onChange={onChange} />
  </FilterBar>
);

/** What came from elsewhere and has no field of its own: said, and taken back here. */
const Chosen = ({ filter, onChange }: { readonly filter: DevicesFilter; readonly onChange: Change }) => {
  const chosen = [
    ['foreignFingerprint', 'that value', filter.foreignFingerprint],
    ['tokenId', 'one token', filter.tokenId],
  ] as const;
  return chosen
    .filter(([, , value]) => value !== undefined)
    .map(([name, word]) => (
      <Button
        key={name}
        onClick={() => {
          onChange({ [name]: '' });
        }}
      >
        {`Only ${word}: show all`}
      </Button>
    ));
};

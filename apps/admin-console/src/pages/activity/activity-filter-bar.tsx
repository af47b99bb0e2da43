import { Select, TextField } from '../../components/field.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { actions } from '../../words/actions.ts';
import { outcomeWords } from '../../words/outcomes.ts';
import type { ActivityFilter } from './activity-filter.ts';

const optionsOf = (words: readonly (readonly [string, string])[]) => [
  { value: '', label: 'All' },
  ...words.map(([value, label]) => ({ value, label })),
];

const fields = [
  ['actorId', 'Who', 'search'],
  ['subjectId', 'About the id', 'search'],
  ['from', 'From', 'date'],
  ['to', 'To', 'date'],
] as const;

/** What the trail is narrowed by. */
export const ActivityFilterBar = ({
  filter,
  onChange,
}: {
  readonly filter: ActivityFilter;
  readonly onChange: (changed: Readonly<Record<string, string>>) => void;
}) => (
  <FilterBar>
    <Select
      label="What"
      value={filter.action ?? ''}
      onChange={(event) => {
        onChange({ action: event.target.value });
      }}
      options={optionsOf(Object.entries(actions))}
    />
    <Select
      label="Came to"
      value={filter.outcome ?? ''}
      onChange={(event) => {
        onChange({ outcome: event.target.value });
      }}
      options={optionsOf(Object.entries(outcomeWords).map(([value, { word }]) => [value, word]))}
    />
    {fields.map(([name, label, type]) => (
      <TextField
        key={name}
        label={label}
        type={type}
        defaultValue={filter[name] ?? ''}
        onChange={(event) => {
          onChange({ [name]: event.target.value });
        }}
      />
    ))}
  </FilterBar>
);

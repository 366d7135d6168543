import { useRef, useState } from 'react';
import { useFilters } from '../app/filters';
import type { FilterName } from '../app/filters';
import { useAccount } from '../app/session';
import { codesOf, institution, institutions, text, word } from '../app/words';
import { Button } from './button';
import { Checkbox, Select } from './field';
import type { Option } from './field';

const offices = (): readonly Option[] =>
  institutions().map((id) => ({ value: id, label: institution(id) }));

const cantons = (): readonly Option[] =>
  [...new Set(institutions().map((id) => id.slice(0, 2)))]
    .sort()
    .map((value) => ({ value, label: value.toUpperCase() }));

const codes = (group: string, label = (code: string) => word(group, code)): readonly Option[] =>
  codesOf(group).map((value) => ({ value, label: label(value) }));

const levels = (): readonly Option[] =>
  codes('level', (code) =>
    code === 'due' ? word('level', code) : `${code}: ${word('level', code)}`,
  );

type Chosen = Exclude<FilterName, 'responsible'>;

const choices: Readonly<
  Record<Chosen, () => readonly [label: string, options: readonly Option[]]>
> = {
  level: () => [text('page.level'), levels()],
  status: () => [text('page.status'), codes('caseStatus')],
  canton: () => [text('page.canton'), cantons()],
  institution: () => [text('page.filters.institution'), offices()],
  from: () => [text('page.filters.from'), offices()],
  to: () => [text('page.filters.to'), offices()],
  permitGroup: () => [text('page.filters.permitGroup'), codes('permitGroup')],
  holder: () => [text('page.holder'), offices()],
};

/** A code that is in the address and in no list is shown all the same: it is what filters. */
const withValue = (options: readonly Option[], value: string): readonly Option[] =>
  value === '' || options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: value }];

const Choice = ({ name }: { name: Chosen }) => {
  const { filters, change } = useFilters();
  const [label, options] = choices[name]();
  const value = filters[name] ?? '';
  return (
    <Select
      name={name}
      label={label}
      value={value}
      empty={text('page.filters.any')}
      options={withValue(options, value)}
      onChange={(next) => change(name, next)}
    />
  );
};

/** Filters that stand in the address. What is chosen holds at once. */
export const CaseFilters = ({ of }: { of: readonly Chosen[] }) => {
  const { filters, change, clear } = useFilters();
  const { userId } = useAccount();
  const count = Object.keys(filters).length;
  const [isOpen, setOpen] = useState(count > 0);
  const summary = useRef<HTMLElement>(null);
  const clearAll = (): void => {
    clear();
    // The button that was pressed is gone: the reader goes on at the head of the filters.
    summary.current?.focus();
  };
  return (
    <details
      className="filters no-print"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary ref={summary} id="filters">
        {text('page.filters.title', { count })}
      </summary>
      <div className="fields">
        {of.map((name) => (
          <Choice key={name} name={name} />
        ))}
      </div>
      <p className="actions">
        <Checkbox
          name="responsible"
          label={text('page.filters.mine')}
          value={filters.responsible === userId}
          onChange={(isMine) => change('responsible', isMine ? userId : '')}
        />
        {count === 0 ? null : (
          <Button look="quiet" id="clear-filters" onPress={clearAll}>
            {text('page.filters.clear')}
          </Button>
        )}
      </p>
    </details>
  );
};

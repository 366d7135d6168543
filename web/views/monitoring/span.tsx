/** The days in question, and the same figures as a file. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { address, askText } from '../../app/api';
import { text } from '../../app/words';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { ErrorNote } from '../../kit/states';

/** The days as they stand in the address; the API chooses where none do. */
export const useSpan = () => {
  const [query, setQuery] = useSearchParams();
  const of = (name: 'from' | 'to'): string | undefined => query.get(name) ?? undefined;
  const choose = (name: 'from' | 'to') => (value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true, preventScrollReset: true });
  };
  return { from: of('from'), to: of('to'), choose };
};

/** Hands the figures to the browser as a file; the token stays in the header where it belongs. */
const download = async (path: string, name: string): Promise<void> => {
  const csv = await askText(path);
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

const firstYear = 2000;

interface DayProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A day as it is typed, digit by digit; half a year is nothing to ask for yet. */
const Day = ({ name, label, value, onChange }: DayProps) => {
  const [typed, type] = useState(value);
  const take = (day: string): void => {
    type(day);
    if (day === '' || Number(day.slice(0, 4)) >= firstYear) onChange(day);
  };
  return <Field name={name} type="date" label={label} value={typed} onChange={take} />;
};

export const SpanFilters = ({ path }: { path: string }) => {
  const { from, to, choose } = useSpan();
  const file = useMutation({
    mutationFn: () =>
      download(
        address(path, { from, to, format: 'csv' }),
        `${['relais', from, to].filter(Boolean).join('-')}.csv`,
      ),
  });
  return (
    <>
      <div className="filters">
        <Day
          name="from"
          label={text('page.monitoring.from')}
          value={from ?? ''}
          onChange={choose('from')}
        />
        <Day
          name="to"
          label={text('page.monitoring.to')}
          value={to ?? ''}
          onChange={choose('to')}
        />
        <Button look="quiet" id="csv" isPending={file.isPending} onPress={() => file.mutate()}>
          {text('page.monitoring.csv')}
        </Button>
      </div>
      {file.error === null ? null : <ErrorNote error={file.error} onRetry={() => file.mutate()} />}
    </>
  );
};

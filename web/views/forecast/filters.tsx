import { useSearchParams } from 'react-router';
import type { ForecastKind } from '../../../schemas/index';
import { codesOf, institution, institutions, text, word } from '../../app/words';
import { Select } from '../../kit/field';

const lengths = [7, 14, 30, 60] as const;
const usual = 14;

export interface Wish {
  readonly days: number;
  readonly office: string;
  readonly kind: ForecastKind | '';
}

/** What the reader wants to see, as it stands in the address. */
export const useWish = (): Wish => {
  const [query] = useSearchParams();
  const days = Number(query.get('days'));
  return {
    days: lengths.find((one) => one === days) ?? usual,
    office: query.get('office') ?? '',
    kind: (codesOf('forecastKind').find((kind) => kind === query.get('kind')) ??
      '') as Wish['kind'],
  };
};

/** The choices; each one stands in the address, so that it can be shared. */
export const Filters = () => {
  const [query, setQuery] = useSearchParams();
  const wish = useWish();
  const choose = (name: keyof Wish) => (value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true, preventScrollReset: true });
  };
  return (
    <div className="filters">
      <Select
        name="days"
        label={text('page.forecast.days')}
        value={String(wish.days)}
        onChange={choose('days')}
        options={lengths.map((one) => ({ value: String(one), label: String(one) }))}
      />
      <Select
        name="office"
        label={text('page.owner')}
        value={wish.office}
        onChange={choose('office')}
        empty={text('page.forecast.everyOffice')}
        options={institutions().map((id) => ({ value: id, label: institution(id) }))}
      />
      <Select
        name="kind"
        label={text('page.forecast.what')}
        value={wish.kind}
        onChange={choose('kind')}
        empty={text('page.forecast.everyKind')}
        options={codesOf('forecastKind').map((kind) => ({
          value: kind,
          label: word('forecastKind', kind),
        }))}
      />
    </div>
  );
};

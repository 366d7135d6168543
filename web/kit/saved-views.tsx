import { useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { SavedView } from '../../schemas/index';
import { say } from '../app/news';
import { homeOf, useDropView, useKeepView, useSavedViews } from '../app/saved-views';
import { text } from '../app/words';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field } from './field';
import { Answer, ErrorNote } from './states';

interface KeepProps {
  readonly view: string;
  readonly onDone: () => void;
}

/** Keeps the view of the address under a name; without one the reader is led to what is missing. */
const useKeeping = ({ view, onDone }: KeepProps) => {
  const [query] = useSearchParams();
  const [isMissing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useRef(crypto.randomUUID());
  const { mutate, error, isPending } = useKeepView();
  const send = (name: string): void => {
    setMissing(name === '');
    if (name === '') return form.current?.querySelector('input')?.focus();
    const onSuccess = (): void => {
      say(text('page.done'));
      onDone();
    };
    mutate({ id: id.current, name, view, query: Object.fromEntries(query) }, { onSuccess });
  };
  return { form, send, isMissing, error, isPending };
};

const KeepForm = (props: KeepProps) => {
  const [name, setName] = useState('');
  const { form, send, isMissing, error, isPending } = useKeeping(props);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(name.trim());
      }}
    >
      {error === null ? null : <ErrorNote error={error} />}
      <Field
        name="name"
        label={text('page.views.name')}
        hint={text('page.views.nameHelp')}
        required
        error={isMissing ? text('page.fillIn') : undefined}
        value={name}
        onChange={setName}
      />
      <p className="actions">
        <Button type="submit" isPending={isPending}>
          {text('page.views.keep')}
        </Button>
        <Button look="quiet" onPress={props.onDone}>
          {text('page.cancel')}
        </Button>
      </p>
    </form>
  );
};

const Kept = ({ one, onDrop }: { one: SavedView; onDrop: (one: SavedView) => void }) => {
  const home = homeOf(one);
  return (
    <li>
      {home === undefined ? <span>{one.name}</span> : <Link to={home}>{one.name}</Link>}
      <Button
        look="quiet"
        aria-label={text('page.views.dropOne', { name: one.name })}
        onPress={() => onDrop(one)}
      >
        {text('page.views.drop')}
      </Button>
    </li>
  );
};

/** The views that the reader keeps, and a way to keep this one with its filters. */
export const SavedViews = ({ view }: { view: 'my-day' | 'board' }) => {
  const [isOpen, setOpen] = useState(false);
  const asked = useSavedViews();
  const drop = useDropView();
  const summary = useRef<HTMLElement>(null);
  const forget = ({ id }: SavedView): void =>
    drop.mutate(id, {
      // The button that was pressed is gone: the reader goes on at the head of the list.
      onSuccess: () => summary.current?.focus(),
    });
  return (
    <details className="saved-views no-print">
      <summary ref={summary} id="saved-views">
        {text('page.views.title')}
      </summary>
      {drop.error === null ? null : <ErrorNote error={drop.error} />}
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{text('page.views.none')}</p>
          ) : (
            <ul>
              {items.map((one) => (
                <Kept key={one.id} one={one} onDrop={forget} />
              ))}
            </ul>
          )
        }
      </Answer>
      <Button look="quiet" id="keep-view" onPress={() => setOpen(true)}>
        {text('page.views.keepThis')}
      </Button>
      <Dialog title={text('page.views.keepThis')} open={isOpen} onClose={() => setOpen(false)}>
        <KeepForm view={view} onDone={() => setOpen(false)} />
      </Dialog>
    </details>
  );
};

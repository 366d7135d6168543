import { useState } from 'react';
import type { AllowedAction, CaseView } from '../../../schemas/index';
import { text } from '../../app/words';
import { ActionForm } from '../../kit/action-form';
import { canBeAsked } from '../../kit/action-values';
import { labelOf } from '../../kit/action-words';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Section } from '../../kit/page';

const keyOf = ({ kind, referralId }: AllowedAction): string => `${kind}-${referralId ?? ''}`;

/** What the reader may do now: exactly the `allowedActions` of the answer, each with its form. */
export const Actions = ({ view }: { view: CaseView }) => {
  const [open, setOpen] = useState<AllowedAction>();
  const close = (): void => setOpen(undefined);
  const here = view.allowedActions.filter(canBeAsked);
  const elsewhere = view.allowedActions.filter((action) => !canBeAsked(action));
  return (
    <Section title={text('page.allowedNow')}>
      {view.allowedActions.length === 0 ? <p>{text('page.nothingAllowed')}</p> : null}
      <ul className="actions">
        {here.map((action) => (
          <li key={keyOf(action)}>
            <Button look="quiet" id={`do-${keyOf(action)}`} onPress={() => setOpen(action)}>
              {labelOf(action)}
            </Button>
          </li>
        ))}
      </ul>
      {elsewhere.length === 0 ? null : (
        <p className="soft">
          {text('page.throughApi')}: {elsewhere.map(labelOf).join(' · ')}
        </p>
      )}
      <Dialog
        title={open === undefined ? '' : labelOf(open)}
        open={open !== undefined}
        onClose={close}
      >
        {open === undefined ? null : <ActionForm view={view} action={open} onDone={close} />}
      </Dialog>
    </Section>
  );
};

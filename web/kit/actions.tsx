import { useState } from 'react';
import type { AllowedAction, CaseView } from '../../schemas/index';
import { text } from '../app/words';
import { ActionForm } from './action-form';
import { labelOf } from './action-words';
import { Button } from './button';
import { ChangedSince } from './changed-since';
import { Dialog } from './dialog';

const keyOf = ({ kind, referralId }: AllowedAction): string => `${kind}-${referralId ?? ''}`;

/** What was begun is not possible any more: somebody else was faster. */
const Gone = ({
  view,
  version,
  onClose,
}: {
  view: CaseView;
  version: number;
  onClose: () => void;
}) => (
  <>
    <p>{text('page.noLongerAllowed')}</p>
    <ChangedSince view={view} version={version} />
    <p className="actions">
      <Button onPress={onClose}>{text('page.close')}</Button>
    </p>
  </>
);

interface Props {
  readonly view: CaseView;
  readonly actions: readonly AllowedAction[];
}

/** A button for each action, and its form when it is pressed. */
export const ActionButtons = ({ view, actions }: Props) => {
  const [open, setOpen] = useState<AllowedAction & { readonly version: number }>();
  const close = (): void => setOpen(undefined);
  // As it is now: when the case changed meanwhile, with the codes of today or not at all.
  const now = open && view.allowedActions.find((one) => keyOf(one) === keyOf(open));
  return (
    <>
      <ul className="actions">
        {actions.map((action) => (
          <li key={keyOf(action)}>
            <Button
              look="quiet"
              id={`do-${keyOf(action)}`}
              onPress={() => setOpen({ ...action, version: view.version })}
            >
              {labelOf(action)}
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        title={open === undefined ? '' : labelOf(open)}
        open={open !== undefined}
        onClose={close}
      >
        {open !== undefined && now === undefined ? (
          <Gone view={view} version={open.version} onClose={close} />
        ) : null}
        {now === undefined ? null : (
          <ActionForm view={view} action={now} onDone={close} onCancel={close} />
        )}
      </Dialog>
    </>
  );
};

import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps } from 'react-aria-components/Button';
import { Link } from 'react-router';
import { text } from '../app/words';

type Look = 'primary' | 'quiet' | 'danger';

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  readonly children: ReactNode;
  readonly look?: Look;
}

/** Under way it takes no press; Enter in a field does not send a form twice either. */
const resting = { type: 'button', 'aria-disabled': true, onPress: () => undefined } as const;

/** Said to those who do not see it; the dashed border says it to all others. */
const UnderWay = ({ isPending }: { isPending: boolean }) => (
  <span className="visually-hidden" aria-live="polite">
    {isPending ? text('page.loading') : ''}
  </span>
);

/**
 * A button. `isPending` keeps the focus and says that it works; use it for commands under way. It is
 * not left to react-aria: what that announces points at the button, which is gone when a command leads on.
 */
export const Button = ({ look = 'primary', children, isPending, ...props }: Props) => (
  <>
    <AriaButton {...props} {...(isPending === true ? resting : {})} className={`button ${look}`}>
      {children}
    </AriaButton>
    {isPending === undefined ? null : <UnderWay isPending={isPending} />}
  </>
);

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const LinkButton = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link to={to} className="button quiet">
    {children}
  </Link>
);

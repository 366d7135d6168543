import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps } from 'react-aria-components/Button';
import { Link } from 'react-router';

type Look = 'primary' | 'quiet' | 'danger';

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  readonly children: ReactNode;
  readonly look?: Look;
}

/** A button. `isPending` keeps the focus and says that it works; use it for commands under way. */
export const Button = ({ look = 'primary', children, ...props }: Props) => (
  <AriaButton {...props} className={`button ${look}`}>
    {children}
  </AriaButton>
);

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const LinkButton = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link to={to} className="button quiet">
    {children}
  </Link>
);
